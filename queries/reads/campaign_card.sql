-- One row per customer a scenario card is in hand for, ordered by customer_id.
-- params: code
-- about: people
-- load: heavy
select customer_id
from portrait
where list_contains(scenarios, $code)
order by customer_id
