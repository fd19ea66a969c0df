-- One row per customer planted with a reason for the loyalty index to fall, and which.
select customer_id, 'service' as part
from person
where is_let_down(i) and is_active and first_opened_on < as_of() - 200
order by customer_id
