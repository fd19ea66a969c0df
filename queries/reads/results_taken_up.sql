-- One row per account opened or application handed in, ordered by customer and day.
-- params: none
-- about: people
-- load: heavy
select customer_id, product_code, way, taken_on
from taken_up
order by customer_id, taken_on, source_id
