-- One row per rent, bill, supplier payment, money moved elsewhere, interest or fee.
with payments as (
    select crowd.*, m, 9200 + m as n, 'rent' as what, 2 as day_of_month, rent as size
    from crowd, month
    where rent > 0
    union all
    select crowd.*, m, 9240 + m, 'bill', 12, bills * (0.7 + 0.6 * u(i, 'bill ' || m))
    from crowd, month
    where bills > 0 and m < 14
    union all
    select
        crowd.*, m, 20000 + m * 4 + k, 'supplier', 6 + k * 8,
        income / 0.3 * 0.7 / case when m < 8 then 3 else 1 end
        * (0.85 + 0.3 * u(i * 4096 + m * 4 + k, 'supplier'))
    from crowd, month, (select cast(unnest(range(3)) as int) as k)
    where segment = 'business_owner' and (m < 8 or k = 0)
    union all
    select
        crowd.*, m, 9300 + m, 'move', 16 + cast(floor(u(i, 'moves on') * 10) as int),
        (0.85 + 0.3 * u(i, 'move ' || m)) * case
            when m >= 12 then 3 * (moves_out + expected_spend * 0.65) else moves_out
        end
    from crowd, month
    where
        moves_out > 0 and (m < 12 or m % 3 = 0)
        and (not has_salary or m between unpaid_months and paid_months - 1)
    union all
    select
        crowd.*, m, 9340 + m, 'interest', 21,
        greatest(0.02, current_target * 0.0005 / 4)
    from crowd, month
    where month(first_on) % 3 = 0 and m < 14
    union all
    select crowd.*, m, 9380 + m, 'fee', 3, 2
    from crowd, month
    where u(i, 'pays message fee') < 0.06 and m < 14
),

dated as (
    select *, in_month(m, day_of_month) as booked_on, u(i, 'moves to') as to_draw
    from payments
)

select
    i,
    n,
    1 as slot,
    moment(booked_on, 8 + u(i, what || ' hour') * 12, u(i, what) * 60) as booked_at,
    case what
        when 'interest' then money(round(size, 2)) when 'move' then -step_to(size, 100)
        else -money(round(size, 2))
    end as amount,
    case what
        when 'move' then 'mobile' when 'supplier' then 'online'
        when 'rent' then 'mobile' else 'batch'
    end as channel,
    case what
        when 'bill' then 'direct_debit' when 'interest' then 'interest'
        when 'fee' then 'fee' else 'transfer'
    end as payment_method,
    case what
        when 'rent' then pick(['安居房屋租赁', '青年公寓'], to_draw)
        when 'bill' then pick(['云川供电', '云川水务', '云通通信'], u(i, 'bill to ' || m))
        when 'supplier' then pick(['云川五金批发', '大成百货批发', '北城副食批发'], to_draw)
        when 'move' then name
    end as counterparty_name,
    case
        when what in ('rent', 'supplier', 'move')
            then outside_account(u(i, 'account ' || what))
    end as counterparty_account,
    case
        when what = 'move' and to_draw < 0.3 and band <= 3 then '支付宝'
        when what = 'move' and to_draw < 0.6 and band <= 4 then '微信'
        when what in ('rent', 'supplier', 'move')
            then pick(words('other_bank'), u(i, 'bank ' || what))
    end as counterparty_bank,
    case what
        when 'rent' then '6513' when 'bill' then '4900' when 'supplier' then '5099'
    end
        as merchant_category,
    case what
        when 'rent' then '房租' when 'bill' then '水电通信费' when 'supplier' then '货款'
        when 'move' then '转出' when 'interest' then '结息' else '短信服务费'
    end as memo,
from dated
where booked_on <= as_of() and booked_on >= first_opened_on and size > 0
