-- One row per customer with this number, ordered by customer_id.
-- params: customer_id
-- about: customer
select external_facts
from portrait
where customer_id = $customer_id
