-- One row per customer of these: the last login on the phone, ordered by customer_id.
-- params: customer_ids
-- about: people
select customer_id, last_mobile_login_on
from portrait
where customer_id in (select unnest($customer_ids))
order by customer_id
