-- One row per transfer or receipt of the last 12 months, with the other party.
-- params: as_of, from_12m
-- scope: customer
with accounts as (
    select customer_id, account_id, is_feed_currency, rate from account_state
),

moves as (
    select
        accounts.customer_id,
        t.transaction_id,
        t.account_id,
        t.booked_at,
        cast(t.booked_at as date) as booked_on,
        case
            when accounts.is_feed_currency then t.amount
            else
                cast(
                    cast(t.amount as decimal(28, 2)) * accounts.rate as decimal(18, 2)
                )
        end as value,
        coalesce(t.payment_method, 'other') as method,
        t.channel,
        t.counterparty_account,
        t.counterparty_name,
        t.counterparty_bank,
        t.counterparty_customer_id,
    from transaction as t
    inner join accounts on t.account_id = accounts.account_id
    where
        (t.amount > 0 or t.payment_method = 'transfer')
        and coalesce(t.payment_method, 'other') not in ('interest', 'fee')
        and t.booked_at < cast(cast($as_of as date) + 1 as timestamp)
        and t.booked_at >= cast($from_12m as date)
)

select
    moves.customer_id,
    moves.transaction_id,
    moves.account_id,
    moves.booked_at,
    moves.booked_on,
    cast(date_trunc('month', moves.booked_on) as date) as month,
    moves.value,
    moves.method,
    moves.channel,
    coalesce(moves.counterparty_account, moves.counterparty_name) as counterparty,
    moves.counterparty_account,
    moves.counterparty_name,
    moves.counterparty_bank,
    moves.counterparty_customer_id,
    coalesce(moves.counterparty_customer_id = moves.customer_id, false)
    or coalesce(own.customer_id = moves.customer_id, false) as is_own_transfer,
from moves
left join accounts as own on moves.counterparty_account = own.account_id
where moves.value is not null
