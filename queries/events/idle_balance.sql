-- One row per customer whose current accounts hold much more than spending needs.
-- params: as_of, idle_months, least_amount, window_days
-- scope: customer
with surplus as (
    select
        totals.customer_id,
        cast(
            totals.asset_current - $idle_months * spent.monthly_spend_median
            as decimal(18, 2)
        ) as amount,
    from asset_total as totals
    inner join spent_median as spent on totals.customer_id = spent.customer_id
)

select
    customer_id,
    'idle_balance' as event_code,
    cast($as_of as date) as happened_on,
    cast($as_of as date) + $window_days as expires_on,
    amount,
    cast(0.5 as double) as strength,
    cast(to_json({'months': cast($idle_months as integer)}) as varchar) as evidence,
from surplus
where amount >= $least_amount
