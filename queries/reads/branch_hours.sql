-- One row per hour in which somebody was served in this branch, ordered by hour.
-- params: branch_id
-- about: groups
select hour, count_visits
from branch_hour
where branch_id = $branch_id
order by hour
