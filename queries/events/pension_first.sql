-- One row per customer whose first pension in 12 months came lately.
-- params: as_of, window_days
-- scope: customer
with begun as (
    select customer_id, min(first_on) as began_on, max(amount) as amount
    from income_month
    where income = 'pension'
    group by customer_id
    having min(first_on) >= $as_of - $window_days
),

known_before as (
    select distinct begun.customer_id
    from begun
    inner join transfer_row as earlier
        on
            begun.customer_id = earlier.customer_id
            and earlier.booked_on < begun.began_on - 31
),

new_customers as (
    select customer_id from account_state
    group by customer_id
    having min(opened_on) >= $as_of - 2 * $window_days
)

select
    customer_id,
    'pension_first' as event_code,
    began_on as happened_on,
    began_on + $window_days as expires_on,
    amount,
    cast(0.7 as double) as strength,
    cast(to_json({'day': extract(day from began_on)}) as varchar) as evidence,
from begun
where
    customer_id in (select known_before.customer_id from known_before)
    or customer_id in (select new_customers.customer_id from new_customers)
