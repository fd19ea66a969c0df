-- One row per receipt that an event is made of, ordered by booked_at (newest first).
-- params: customer_id, code, at_most
-- about: customer
with receipts as (
    select * from rows.receipt_row
    where customer_id = $customer_id and event_code = $code
),

totalled as (
    select *, sum(value) over () as total, count(*) over () as count_rows
    from receipts
)

select
    total,
    count_rows,
    booked_at,
    account_id,
    method,
    channel,
    value,
from totalled
order by booked_at desc, transaction_id asc
limit $at_most
