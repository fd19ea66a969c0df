-- One row per date on which balances are taken: 24 month ends, 90 days ago, and as_of.
-- params: as_of, this_month
-- scope: bank
with months_back as (
    select unnest(range(0, 24)) as months
),

month_ends as (
    select
        cast(cast($this_month as date) - to_months(months) as date) - 1
            as report_on,
    from months_back
),

report_dates as (
    select report_on, true as is_trend from month_ends
    union all
    select cast($as_of as date) as report_on, true as is_trend
    union all
    select cast($as_of as date) - 90 as report_on, false as is_trend
)

select report_on, bool_or(is_trend) as is_trend
from report_dates
group by report_on
