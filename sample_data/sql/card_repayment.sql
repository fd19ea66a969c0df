-- One row per month in which a credit card's last statement is repaid from the
-- current account.
with statements as (
    select
        i, slot, cast(date_trunc('month', booked_at) as date) as first_on,
        sum(amount) as owed
    from stream
    where slot = 50
    group by all
),

dues as (
    select
        statements.*,
        cast(first_on + interval 1 month as date)
        + 4 + cast(floor(u(i, 'statement day') * 20) as int) as booked_on,
    from statements
),

sides as (
    select *, 1 as to_slot, owed as signed from dues
    union all
    select *, 50, -owed from dues
)

select
    i,
    16000 + to_slot * 50 + date_diff('month', booked_on, as_of()) as n,
    to_slot as slot,
    moment(booked_on, 20, 0) as booked_at,
    signed as amount,
    'batch' as channel,
    'transfer' as payment_method,
    '示例银行' as counterparty_name,
    account_of(i, 51 - to_slot) as counterparty_account,
    '示例银行' as counterparty_bank,
    customer_of(i) as counterparty_customer_id,
    '信用卡还款' as memo,
from sides
where booked_on <= horizon()
