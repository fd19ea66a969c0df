-- One row per customer and way of paying: money out on the 365 dates up to the
-- business date.
select customer_of(i) as customer_id, payment_method, spent
from spent
order by customer_id, payment_method
