-- One row per customer with this number, ordered by customer_id.
-- params: customer_id
-- about: customer
select consents
from portrait
where customer_id = $customer_id
