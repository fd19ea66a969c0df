-- One row per state and potential of a branch's long tail, ordered by both.
-- params: branch_id
-- about: groups
select reach_state, potential, count_customers
from reach_group
where home_branch_id = $branch_id
order by reach_state, potential
