-- One row per customer and day in a branch, with the visit before.
-- params: none
-- scope: customer
with visits as (
    select customer_id, happened_on as visited_on from touch_row
    where channel in ('branch', 'counter')
    union
    select customer_id, booked_on from transaction_row
    where channel = 'counter'
)

select
    customer_id,
    visited_on,
    lag(visited_on) over (partition by customer_id order by visited_on, customer_id)
        as visited_before_on,
from visits
