-- One row per customer with this number, ordered by customer_id.
-- params: customer_id
-- about: customer
select assets_by_month, party_roles,
from portrait
where customer_id = $customer_id
