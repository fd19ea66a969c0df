-- One row per segment at the last quarter and now, ordered by both.
-- params: branch_id
-- about: groups
-- load: heavy
select
    segment_before.segment as segment_before,
    portrait.segment,
    count(*) as count_customers,
    max(segment_before.as_of) as before_on,
from segment_before
inner join portrait on segment_before.customer_id = portrait.customer_id
where
    portrait.kind = 'person'
    and not portrait.deceased
    and portrait.home_branch_id = coalesce($branch_id, portrait.home_branch_id)
group by segment_before.segment, portrait.segment
order by segment_before.segment, portrait.segment
