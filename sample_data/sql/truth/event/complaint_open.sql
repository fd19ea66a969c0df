-- One row per customer whose planned complaint is open.
select customer_id
from plan_touch inner join person using (i, customer_id)
where complaint = 'open' and complained_on >= first_opened_on
order by customer_id
