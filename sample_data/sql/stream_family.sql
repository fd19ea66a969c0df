-- One row per present between relatives at the festivals.
select
    crowd.i,
    n,
    1 as slot,
    moment(booked_on, 10 + u(crowd.i, 'gift hour') * 10, u(other, 'gift second') * 60)
        as booked_at,
    signed as amount,
    'mobile' as channel,
    'transfer' as payment_method,
    person_named.name as counterparty_name,
    account_of(other, 1) as counterparty_account,
    '示例银行' as counterparty_bank,
    customer_of(other) as counterparty_customer_id,
    '家人转账' as memo,
from gift
inner join crowd using (i)
inner join person_named on gift.other = person_named.i
where booked_on <= as_of() and booked_on >= history_from()
