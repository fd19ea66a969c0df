-- One row per branch and channel: transactions of its customers in 365 days.
-- params: none
-- scope: bank
with counted as (
    select home_branch_id, unnest(transaction_channels) as one from portrait
)

select home_branch_id, one.code as channel, sum(one.count) as count_transactions
from counted
group by home_branch_id, one.code
