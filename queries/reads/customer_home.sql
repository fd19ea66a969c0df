-- One row per customer with this exact number, ordered by customer_id.
-- params: customer_id
select home_branch_id
from search_key
where kind = 'customer_id' and key = $customer_id
order by customer_id
