-- One row per tag that holds for somebody, ordered by code.
-- params: none
select code, count_customers, share
from tag_count
order by code
