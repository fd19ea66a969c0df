-- One row per transaction of the feed.
select
    'T' || cast(cast(i as bigint) * 100000 + n as varchar) as transaction_id,
    account_of(i, slot) as account_id,
    booked_at,
    amount,
    channel,
    payment_method,
    counterparty_name,
    counterparty_account,
    counterparty_bank,
    counterparty_customer_id,
    merchant_category,
    city,
    memo,
from stream
order by i, booked_at, n
