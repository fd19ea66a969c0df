-- One row per way of asking a branch's customers, or the bank's, ordered by it.
-- params: branch_id
-- about: groups
select
    is_face,
    sum(count_answers) as count_answers,
    sum(sum_scores) as sum_scores,
from satisfaction_group
where home_branch_id = coalesce($branch_id, home_branch_id)
group by is_face
order by is_face
