-- One row per customer with these four tags, ordered by customer_id, at most so many.
-- params: first, second, third, fourth, refused, at_most
-- about: people
-- load: heavy
select customer_id
from portrait
where
    list_contains(tags, $first)
    and list_contains(tags, $second)
    and list_contains(tags, $third)
    and list_contains(tags, $fourth)
    and not list_contains($refused, customer_id)
order by customer_id
limit $at_most
