-- One row per customer a card holds for, ordered by customer_id, at most so many.
-- params: code, at_most
select *
from portrait
where list_contains(scenarios, $code)
order by customer_id
limit $at_most
