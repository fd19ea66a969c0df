-- One row per branch or bank: its long tail, who of it is named, ordered by both.
-- params: branch_id, customer_ids
-- about: groups
-- load: heavy
with long_tail as (
    select customer_id from portrait
    where
        reach_state is not null
        and home_branch_id = coalesce($branch_id, home_branch_id)
)

select
    count(*) as count_customers,
    count(*) filter (
        where customer_id in (select unnest($customer_ids))
    ) as count_named,
from long_tail
