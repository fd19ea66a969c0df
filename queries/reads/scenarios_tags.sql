-- One row per tag that holds for somebody, ordered by code.
-- params: none
-- about: groups
select code, count_customers, share
from tag_count
order by code
