-- One row per customer and complete month that looks like a trade's: how many receipts
-- of how many payers, worth how much.
with receipts as (
    select i, months_back(booked_at) as m, amount, counterparty_account as payer
    from stream
    where
        amount > 0 and payment_method in ('alipay', 'wechat', 'transfer')
        and not is_own(n) and not is_wage(n)
    union all
    select i, months_back(first_opened_on), opening, null
    from opening inner join crowd using (i)
    where first_opened_on >= history_from() and opening > 0
)

select i, m
from receipts
where m between last_month() and last_month() + 5
group by i, m
having count(*) >= 20 and count(distinct payer) >= 10 and sum(amount) >= 50000
