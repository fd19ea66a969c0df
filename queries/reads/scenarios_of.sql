-- One row per customer of these: the cards that hold, ordered by customer_id.
-- params: customer_ids
-- about: people
select customer_id, scenarios, partner_scenarios
from portrait
where customer_id in (select unnest($customer_ids))
order by customer_id
