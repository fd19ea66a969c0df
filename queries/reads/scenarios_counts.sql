-- One row per scenario card that holds for somebody, ordered by code.
-- params: none
-- about: groups
select code, count_customers
from scenario_count
order by code
