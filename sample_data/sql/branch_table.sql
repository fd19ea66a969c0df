-- One row per branch of the feed.
select *
from branch
where cast(substr(branch_id, 2) as int) <= getvariable('branches')
order by branch_id
