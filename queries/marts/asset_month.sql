-- One row per customer: assets by kind on 24 month ends and on as_of.
-- params: none
-- scope: customer
with trend_dates as (
    select report_on from report_date
    where is_trend
),

by_kind as (
    select
        balance_row.customer_id,
        balance_row.report_on,
        balance_row.kind,
        cast(sum(balance_row.value) as decimal(18, 2)) as balance,
    from balance_row
    inner join trend_dates on balance_row.report_on = trend_dates.report_on
    where balance_row.is_asset and balance_row.value is not null
    group by all
)

select
    customer_id,
    cast(
        list_sort(list({'month_end': report_on, 'kind': kind, 'balance': balance}))
        as struct(month_end date, kind varchar, balance decimal(18, 2))[]
    ) as assets_by_month,
from by_kind
group by customer_id
