-- One row per payment or withdrawal made in the month of as_of and the two before,
-- ordered by booked_at (newest first) and account.
-- params: customer_id, as_of, at_most
-- about: customer
with moves as (
    select * from rows.transaction_row
    where
        customer_id = $customer_id
        and booked_on >= date_trunc('month', $as_of) - interval 2 month
        and value < 0
        and coalesce(channel, '') <> 'batch'
        and method not in ('direct_debit', 'fee')
),

totalled as (
    select *, -sum(value) over () as total, count(*) over () as count_rows
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
    -value as value,
from totalled
order by
    booked_at desc, account_id asc, value asc, method asc, category asc,
    channel asc, city asc, counterparty_bank asc
limit $at_most
