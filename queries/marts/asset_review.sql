-- One row per customer and review date with assets: their sum.
-- params: none
-- scope: customer
with balances as (
    select customer_id, report_on, value from balance_row
    where is_asset and value is not null
)

select
    balances.customer_id,
    balances.report_on,
    review_date.months_back,
    sum(balances.value) as aum,
from balances
inner join review_date on balances.report_on = review_date.report_on
group by all
