-- One row per move of a month, ordered by booked_at (newest first) and account.
-- params: customer_id, month, sign, at_most
-- about: customer
with moves as (
    select * from rows.transaction_row
    where
        customer_id = $customer_id
        and month = $month
        and not is_own_transfer
        and value * $sign > 0
),

totalled as (
    select *, sum(value) over () * $sign as total, count(*) over () as count_rows
    from moves
)

select
    total,
    count_rows,
    booked_at,
    account_id,
    method,
    category,
    channel,
    city,
    counterparty_bank,
    value * $sign as value,
from totalled
order by
    booked_at desc, account_id asc, value asc, method asc, category asc,
    channel asc, city asc, counterparty_bank asc
limit $at_most
