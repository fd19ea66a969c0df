-- One row per payment or withdrawal on the last day with any, ordered by booked_at
-- (newest first) and account_id.
-- params: customer_id, at_most
-- about: customer
with moves as (
    select * from rows.transaction_row
    where
        customer_id = $customer_id
        and value < 0
        and coalesce(channel, '') <> 'batch'
        and method not in ('direct_debit', 'fee')
),

placed as (
    select *, max(booked_on) over () as last_on from moves
),

totalled as (
    select *, -sum(value) over () as total, count(*) over () as count_rows
    from placed
    where booked_on = last_on
)

select
    total,
    count_rows,
    booked_at,
    account_id,
    method,
    category,
    channel,
    -value as value,
from totalled
order by
    booked_at desc, account_id asc, value asc, method asc, category asc, channel asc
limit $at_most
