-- One row per segment of a branch (null: of the bank), ordered by segment.
-- params: branch_id
-- about: groups
-- load: heavy
select
    segment,
    count(*) as count_customers,
    sum(aum) as assets,
    count(*) filter (where count_mobile_logins_90d > 0) as count_mobile,
    count(count_mobile_logins_90d) as count_mobile_known,
from portrait
where
    kind = 'person'
    and not deceased
    and home_branch_id = coalesce($branch_id, home_branch_id)
group by segment
order by segment
