-- One row per customer and purpose with a consent row: granted in the branch or not.
-- params: none
-- scope: customer
select customer_id, purpose, bool_and(is_granted) as is_granted
from consent_row
where channel in ('any', 'branch')
group by customer_id, purpose
