-- One row per rent, household bill or payment to a supplier.
with payments as (
    select crowd.*, m, 9200 + m as n, 'rent' as what, 2 as on_day, rent as size
    from crowd, month
    where rent > 0 and m < rent_months
    union all
    select crowd.*, m, 9240 + m, 'bill', 12, bills * (0.7 + 0.6 * u(i, 'bill ' || m))
    from crowd, month
    where bills > 0 and m < if(has_new_home(i, segment), 2, 14)
    union all
    select
        crowd.*, m, 20000 + m * 4 + k, 'supplier', 6 + k * 8,
        if(has_new_trade, 70000 * 0.9, income / 0.3 * 0.7) / if(m < 8, 3, 1)
        * (0.85 + 0.3 * u(i * 4096 + m * 4 + k, 'supplier'))
    from crowd, month, (select cast(unnest(range(3)) as int) as k)
    where
        segment = 'business_owner' and (m < 8 or k = 0) or has_new_trade and m < 2
),

dated as (
    select *, in_month(m, on_day) as booked_on, u(i, what || ' to') as to_draw
    from payments
)

select
    i,
    n,
    1 as slot,
    moment(booked_on, 8 + u(i, what || ' hour') * 12, u(i, what) * 60) as booked_at,
    -money(round(size, 2)) as amount,
    case what
        when 'rent' then 'mobile' when 'bill' then 'batch' else 'online'
    end as channel,
    if(what = 'bill', 'direct_debit', 'transfer') as payment_method,
    case what
        when 'rent' then pick(['安居房屋租赁', '青年公寓'], to_draw)
        when 'bill' then pick(['云川供电', '云川水务', '云通通信'], u(i, 'bill to ' || m))
        else pick(['云川五金批发', '大成百货批发', '北城副食批发'], to_draw)
    end as counterparty_name,
    if(what = 'bill', null, outside_account(u(i, 'account ' || what)))
        as counterparty_account,
    if(what = 'bill', null, pick(words('other_bank'), u(i, 'bank ' || what)))
        as counterparty_bank,
    case what
        when 'rent' then '6513' when 'bill' then '4900' else '5099'
    end as merchant_category,
    case what
        when 'rent' then '房租' when 'bill' then '水电通信费' else '货款'
    end as memo,
from dated
where booked_on between first_opened_on and as_of()
