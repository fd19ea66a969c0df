-- One row per branch and hour: who was served there in the 90 days ending with as_of.
-- params: as_of
-- scope: bank
select
    branch_id,
    cast(extract(hour from happened_at) as int) as hour,
    count(*) as count_visits,
from touchpoint
where
    branch_id is not null
    and channel in ('branch', 'counter')
    and date_diff('day', cast(happened_at as date), $as_of) between 0 and 89
group by branch_id, cast(extract(hour from happened_at) as int)
