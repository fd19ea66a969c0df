-- One row per planted large inflow.
select customer_of(i) as customer_id, happened_on as booked_on, amount
from plan_event
where event = 'large_inflow'
order by customer_id
