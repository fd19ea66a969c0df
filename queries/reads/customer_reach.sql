-- One row per customer with this number, ordered by customer_id.
-- params: customer_id
-- about: customer
select
    reach_state, potential, last_contact_on, count_contacts_lately, last_made_on,
    gone_lately, debt_months,
from portrait
where customer_id = $customer_id
