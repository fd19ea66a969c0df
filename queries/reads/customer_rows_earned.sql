-- One row per salary or pension payment from the day `since` to before `until`, ordered
-- by booked_at (newest first).
-- params: customer_id, since, until, at_most
-- about: customer
with payments as (
    select * from rows.regular_income_row
    where customer_id = $customer_id and booked_on >= $since and booked_on < $until
),

totalled as (
    select *, sum(value) over () as total, count(*) over () as count_rows
    from payments
)

select
    total,
    count_rows,
    booked_at,
    account_id,
    is_tagged,
    value,
from totalled
order by booked_at desc, transaction_id asc
limit $at_most
