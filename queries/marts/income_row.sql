-- One row per incoming transaction of the last 12 months, with its payer.
-- params: as_of, from_12m
-- scope: customer
with accounts as (
    select customer_id, account_id, is_feed_currency, rate from account_state
),

names as (
    select customer_id, name from customer
),

incoming as (
    select
        accounts.customer_id,
        t.transaction_id,
        t.account_id,
        t.booked_at,
        cast(t.booked_at as date) as booked_on,
        coalesce(t.payment_method, 'other') as method,
        t.channel,
        t.counterparty_account,
        t.counterparty_name,
        coalesce(t.counterparty_customer_id = accounts.customer_id, false)
            as is_own_transfer,
        case
            when accounts.is_feed_currency then t.amount
            else
                cast(
                    cast(t.amount as decimal(28, 2)) * accounts.rate as decimal(18, 2)
                )
        end as value,
    from transaction as t
    inner join accounts on t.account_id = accounts.account_id
    where
        t.amount > 0
        and t.booked_at < cast(cast($as_of as date) + 1 as timestamp)
        and t.booked_at >= cast($from_12m as date)
),

with_payer as (
    select
        incoming.*,
        incoming.is_own_transfer
        or coalesce(own.customer_id = incoming.customer_id, false)
        or coalesce(incoming.counterparty_name = names.name, false) as is_from_self,
        coalesce(incoming.counterparty_account, incoming.counterparty_name) as payer,
    from incoming
    inner join names on incoming.customer_id = names.customer_id
    left join accounts as own
        on incoming.counterparty_account = own.account_id
)

select
    customer_id,
    transaction_id,
    account_id,
    booked_at,
    booked_on,
    cast(date_trunc('month', booked_on) as date) as month,
    extract(day from booked_on) as day,
    method,
    channel,
    is_from_self,
    case when not is_from_self then payer end as payer,
    value,
from with_payer
where value is not null
