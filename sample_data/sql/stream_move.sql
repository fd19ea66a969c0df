-- One row per sum moved to another bank or wallet, interest received or fee paid.
with payments as (
    select
        crowd.*, m, 9300 + m as n, 'move' as what,
        16 + cast(floor(u(i, 'moves on') * 10) as int) as on_day,
        (0.85 + 0.3 * u(i, 'move ' || m))
        * if(m >= 12, 3 * (moves_out + expected_spend * 0.65), moves_out) as size,
    from crowd, month
    where
        moves_out > 0 and (m < 12 or m % 3 = 0)
        and (not has_salary or m between unpaid_months and paid_months - 1)
    union all
    select
        crowd.*, m, 9340 + m, 'interest', 21,
        greatest(0.02, current_target * 0.0005 / 4),
    from crowd, month
    where month(first_on) % 3 = 0 and m < 14
    union all
    select crowd.*, m, 9380 + m, 'fee', 3, 2
    from crowd, month
    where u(i, 'pays message fee') < 0.06 and m < 14
),

dated as (
    select
        *,
        in_month(m, on_day) as booked_on,
        u(i, 'moves to') as to_draw,
        what = 'move' as is_move,
    from payments
)

select
    i,
    n,
    1 as slot,
    moment(booked_on, 8 + u(i, what || ' hour') * 12, u(i, what) * 60) as booked_at,
    case what
        when 'interest' then money(round(size, 2))
        when 'fee' then -money(size)
        else -step_to(size, 100)
    end as amount,
    if(is_move, 'mobile', 'batch') as channel,
    if(is_move, 'transfer', what) as payment_method,
    if(is_move, name, null) as counterparty_name,
    if(is_move, outside_account(u(i, 'account move')), null) as counterparty_account,
    case
        when not is_move then null
        when to_draw < 0.3 and band <= 3 then '支付宝'
        when to_draw < 0.6 and band <= 4 then '微信'
        else pick(words('other_bank'), u(i, 'bank move'))
    end as counterparty_bank,
    case what
        when 'move' then '转出' when 'interest' then '结息' else '短信服务费'
    end as memo,
from dated
where
    booked_on between first_opened_on and as_of()
    and (not is_move or size >= 50)
