-- One row per customer of age, or of unknown age, who is alive: who may be judged.
-- params: none
-- scope: customer
select customer_id, first_opened_on
from living_customer
where is_adult
