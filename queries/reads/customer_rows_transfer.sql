-- One row per transfer with another customer, ordered by booked_at (newest first).
-- params: customer_id, other_id, sign, at_most
-- about: customer
with transfers as (
    select * from rows.customer_transfer
    where
        customer_id = $customer_id
        and other_id = $other_id
        and value * $sign > 0
),

totalled as (
    select *, sum(value) over () * $sign as total, count(*) over () as count_rows
    from transfers
)

select
    total,
    count_rows,
    booked_at,
    account_id,
    method,
    channel,
    value * $sign as value,
from totalled
order by booked_at desc, transaction_id asc
limit $at_most
