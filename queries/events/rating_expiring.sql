-- One row per grown customer whose risk rating holds a few days more.
-- params: as_of, rating_life_days, days_before
-- scope: customer
with grown as (
    select customer_id from living_customer
    where is_adult
),

ratings as (
    select
        customer.customer_id,
        customer.risk_rating,
        least(
            customer.risk_expires_on,
            customer.risk_rated_on + cast($rating_life_days as integer)
        ) as due_on,
    from customer
    inner join grown on customer.customer_id = grown.customer_id
    where
        customer.risk_rating is not null
        and customer.risk_rated_on is not null
        and customer.risk_expires_on is not null
)

select
    customer_id,
    'rating_expiring' as event_code,
    cast($as_of as date) as happened_on,
    due_on as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(0.5 as double) as strength,
    cast(to_json({'due_on': due_on}) as varchar) as evidence,
from ratings
where due_on between $as_of and $as_of + $days_before
