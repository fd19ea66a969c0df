-- One row per row of the feed table transaction: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        transaction_id, account_id, try_cast(booked_at as timestamp) as booked_at,
        try_cast(amount as decimal(18, 2)) as amount, lower(channel) as channel,
        lower(payment_method) as payment_method, counterparty_name,
        counterparty_account, counterparty_bank, counterparty_customer_id,
        merchant_category, city, memo, source_file, source_row,
    from raw_transaction
)

select
    transaction_id, account_id, booked_at, amount,
    case
        when
            channel in (
                'counter', 'atm', 'pos', 'mobile', 'online', 'third_party', 'batch'
            )
            then channel
    end as channel,
    case
        when
            payment_method in (
                'alipay', 'wechat', 'card', 'cash', 'transfer', 'direct_debit',
                'salary', 'pension', 'interest', 'fee'
            )
            then payment_method
    end as payment_method,
    counterparty_name, counterparty_account, counterparty_bank,
    counterparty_customer_id, merchant_category, city, memo, source_file, source_row,
    case
        when transaction_id is null then 'key:transaction_id'
        when account_id is null then 'required:account_id'
        when booked_at is null or year(booked_at) not between 1900 and 2200
            then 'required:booked_at'
        when amount is null then 'required:amount'
    end as fault,
from typed
