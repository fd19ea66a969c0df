-- One row per member of the feed's staff, ordered by staff_id.
-- params: none
-- about: nobody
select staff_id, name, branch_id, role, qualifications, login, active
from staff
order by staff_id
