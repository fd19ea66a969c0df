-- One row per branch and way of asking: its customers' answers of 365 days.
-- params: none
-- scope: bank
with answered as (
    select home_branch_id, unnest(surveys) as one from portrait
),

asked as (
    select
        home_branch_id,
        coalesce(one.trigger = 'lobby_face', false) as is_face,
        one.score,
    from answered
    where one.score is not null
)

select
    home_branch_id,
    is_face,
    count(*) as count_answers,
    sum(score) as sum_scores,
from asked
group by home_branch_id, is_face
