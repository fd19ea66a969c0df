-- One row per branch, ordered by branch_id.
-- params: none
-- about: nobody
select branch_id, name, city, district, kind
from branch
order by branch_id
