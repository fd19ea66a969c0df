-- One row per customer and way out, to other banks or wallets: 90 days and the 90
-- before. What is paid by transfer for something known has not left.
select
    i,
    if(payment_method = 'transfer', 'bank', 'wallet') as way,
    sum(if(booked_at >= as_of() - 89, -amount, 0)) as lately,
    sum(if(booked_at < as_of() - 89, -amount, 0)) as before,
    count(*) filter (where booked_at >= as_of() - 89) as times_lately,
    count(*) filter (where booked_at < as_of() - 89) as times_before,
    cast(max(booked_at) as date) as last_on,
from stream
where
    booked_at >= as_of() - 179 and is_spent(amount, n, memo)
    and (
        payment_method in ('alipay', 'wechat')
        or payment_method = 'transfer'
        and counterparty_bank <> '示例银行'
        and merchant_category is null
    )
group by all
