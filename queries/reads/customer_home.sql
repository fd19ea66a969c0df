-- One row per customer with this number, ordered by customer_id.
-- params: customer_id
-- about: people
select home_branch_id
from portrait
where customer_id = $customer_id
order by customer_id
