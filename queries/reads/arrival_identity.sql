-- One row per customer a token of this kind stands for, ordered by customer_id.
-- params: kind, key
-- about: people
select distinct customer_id
from identity_key
where kind = $kind and key = $key
order by customer_id
