-- One row per customer with one of these numbers, ordered by customer_id.
-- params: customer_ids
-- about: people
select customer_id, kind, name, home_branch_id, age, deceased, aum
from portrait
where customer_id in (select unnest($customer_ids))
order by customer_id
