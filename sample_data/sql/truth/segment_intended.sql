-- One row per customer: the segment it was made for.
select customer_id, segment
from person
order by customer_id
