-- One row per transaction of the last 24 months, with what each figure needs of it.
-- params: as_of, from_24m
-- scope: customer
with accounts as (
    select customer_id, account_id, is_feed_currency, rate from account_state
),

own_liabilities as (
    select customer_id, account_id from account_state
    where is_liability
),

categories as (
    select code, category from merchant_category
),

booked as (
    select
        accounts.customer_id,
        t.account_id,
        t.booked_at,
        t.channel,
        t.payment_method,
        t.merchant_category,
        t.city,
        t.counterparty_account,
        t.counterparty_bank,
        case
            when accounts.is_feed_currency then t.amount
            else
                cast(
                    cast(t.amount as decimal(28, 2)) * accounts.rate as decimal(18, 2)
                )
        end as value,
        cast(t.booked_at as date) as booked_on,
        coalesce(t.counterparty_customer_id = accounts.customer_id, false)
            as is_own_transfer,
    from transaction as t
    inner join accounts on t.account_id = accounts.account_id
    where
        t.booked_at < cast(cast($as_of as date) + 1 as timestamp)
        and t.booked_at >= cast($from_24m as date)
),

marked as (
    select
        booked.*,
        coalesce(categories.category, 'other') as category,
        booked.is_own_transfer
        or coalesce(own_liabilities.customer_id = booked.customer_id, false)
            as stays_with_customer,
        booked.booked_on > $as_of - 365 as is_in_year,
    from booked
    left join own_liabilities
        on booked.counterparty_account = own_liabilities.account_id
    left join categories on booked.merchant_category = categories.code
)

select
    customer_id,
    account_id,
    booked_at,
    booked_on,
    cast(date_trunc('month', booked_on) as date) as month,
    value,
    channel,
    coalesce(payment_method, 'other') as method,
    category,
    city,
    counterparty_bank,
    is_own_transfer,
    is_in_year,
    coalesce(value < 0, false) and not stays_with_customer as is_spending,
from marked
