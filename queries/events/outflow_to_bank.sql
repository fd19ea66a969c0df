-- One row per customer who sends much more to other banks than before.
-- params: growth_share, least_amount, outflow_days, window_days
-- scope: customer
with grown as (
    select *
    from outflow_pace
    where
        way = 'bank'
        and amount >= $least_amount
        and cast(amount as double)
        >= cast(amount_before as double) * (1 + cast($growth_share as double))
)

select
    grown.customer_id,
    'outflow_to_bank' as event_code,
    grown.last_on as happened_on,
    grown.last_on + $window_days as expires_on,
    grown.amount,
    round(
        0.9 - 0.4 * cast(grown.amount_before as double)
        / nullif(cast(grown.amount as double), 0), 4
    ) as strength,
    cast(to_json({
        'bank': grown.destination,
        'amount_before': grown.amount_before,
        'days': cast($outflow_days as integer)
    }) as varchar) as evidence,
from grown
