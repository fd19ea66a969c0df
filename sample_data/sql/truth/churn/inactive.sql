-- One row per customer who was planned to stop paying and logging in.
select customer_of(i) as customer_id
from plan_quiet
order by customer_id
