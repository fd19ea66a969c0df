-- One row per branch, state and potential of the long tail: how many customers.
-- params: none
-- scope: bank
with long_tail as (
    select home_branch_id, reach_state, potential from portrait
    where reach_state is not null
)

select home_branch_id, reach_state, potential, count(*) as count_customers
from long_tail
group by home_branch_id, reach_state, potential
