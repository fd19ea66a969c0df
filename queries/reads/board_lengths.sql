-- One row per length of customer numbers, ordered by length.
-- params: none
select distinct length(key) as length
from search_key
where kind = 'customer_id'
order by length
