-- One row per customer who sends much more to other banks than before.
-- params: growth_share, least_amount, outflow_days, window_days
-- scope: customer
-- Of what is sent every month one span may hold one transfer more than the other: then
-- transfers are compared one by one, not their sums.
with paces as (
    select
        *,
        case
            when count_before > 0 and count_late = count_before + 1
                then
                    cast(amount as double)
                    * cast(count_before as double)
                    / nullif(cast(count_late as double), 0)
            else cast(amount as double)
        end as amount_alike,
    from outflow_pace
    where way = 'bank' and amount >= $least_amount
),

grown as (
    select * from paces
    where
        amount_alike
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
