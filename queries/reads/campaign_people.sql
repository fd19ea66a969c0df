-- One row per customer of these as an outbound list needs them, ordered by customer_id.
-- params: customer_ids
-- about: people
-- load: heavy
select customer_id, name, kind, home_branch_id, consents
from portrait
where customer_id in (select unnest($customer_ids))
order by customer_id
