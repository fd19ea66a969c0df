-- One row per transaction that was an event of a kind, ordered by booked_at (newest
-- first) and account.
-- params: customer_id, code, sign, booked_ats, at_most
-- about: customer
with happened as (
    select happened_on, amount from rows.event
    where customer_id = $customer_id and event_code = $code
),

moves as (
    select moves.* from rows.transaction_row as moves
    semi join happened
        on
            moves.booked_on = happened.happened_on
            and moves.value * $sign = happened.amount
    where
        moves.customer_id = $customer_id
        and list_contains($booked_ats, moves.booked_at)
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
