-- One row per planted large transfer to another bank.
select customer_of(i) as customer_id, happened_on as booked_on, amount
from plan_event
where event = 'outflow'
order by customer_id
