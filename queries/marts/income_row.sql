-- One row per receipt of the last 12 months, with its payer; no interest, no fee.
-- params: none
-- scope: customer
with names as (
    select customer_id, name from customer
),

receipts as (
    select
        moves.*,
        moves.is_own_transfer
        or coalesce(moves.counterparty_name = names.name, false) as is_from_self,
    from transfer_row as moves
    inner join names on moves.customer_id = names.customer_id
    where moves.value > 0
)

select
    customer_id,
    transaction_id,
    account_id,
    booked_at,
    booked_on,
    month,
    extract(day from booked_on) as day,
    method,
    channel,
    is_from_self,
    counterparty,
    case when not is_from_self then counterparty end as payer,
    value,
from receipts
