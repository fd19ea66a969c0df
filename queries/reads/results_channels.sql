-- One row per channel of a branch's customers, or the bank's, ordered by channel.
-- params: branch_id
-- about: groups
select channel, sum(count_transactions) as count_transactions
from channel_group
where home_branch_id = coalesce($branch_id, home_branch_id)
group by channel
order by channel
