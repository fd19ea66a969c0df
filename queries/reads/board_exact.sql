-- One row per customer with this exact number, phone or id, ordered by customer_id.
-- params: numbers, at_most
-- about: people
with matches as (
    select distinct customer_id from search_key
    where kind in ('customer_id', 'phone', 'id_number') and list_contains($numbers, key)
)

select customer_id
from matches
order by customer_id
limit $at_most
