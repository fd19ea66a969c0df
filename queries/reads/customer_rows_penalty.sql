-- One row per penalty interest charged in a year, ordered by booked_at (newest first)
-- and account_id.
-- params: customer_id, at_most
-- about: customer
with charges as (
    select * from rows.transaction_row
    where
        customer_id = $customer_id
        and method = 'interest'
        and value < 0
        and is_in_year
),

totalled as (
    select *, -sum(value) over () as total, count(*) over () as count_rows
    from charges
)

select
    total,
    count_rows,
    booked_at,
    account_id,
    -value as value,
from totalled
order by booked_at desc, account_id asc, value asc
limit $at_most
