-- One row per customer with all of these tags, ordered by customer_id, at most so many.
-- params: codes, at_most
select customer_id, tags
from portrait
where list_has_all(tags, $codes)
order by customer_id
limit $at_most
