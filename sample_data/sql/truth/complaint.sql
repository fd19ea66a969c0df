-- One row per customer who complained: open or closed.
select customer_id, complaint as state, complained_on as opened_on
from plan_touch
where complaint is not null
order by customer_id
