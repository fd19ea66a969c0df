-- One row per segment, and one of the branch, ordered by group_kind, index and code.
-- params: branch_id
-- about: groups
select group_kind, group_code, count_customers, loyalty_index, loyalty_index_before
from loyalty_group
where group_kind = 'segment' or group_code = $branch_id
order by group_kind, loyalty_index, group_code
