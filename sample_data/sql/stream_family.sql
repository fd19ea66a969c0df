-- One row per present between relatives at the festivals.
with gifts as (
    select
        i,
        coalesce(parent, spouse, grown_child) as other,
        month.m,
        money(step_to(log_between(u(i, 'gift ' || m), 200, 2600), 100)) as size,
        in_month(m, 3 + floor(u(i, 'gift day ' || m) * 24)) as booked_on,
    from person, month
    where
        coalesce(parent, spouse, grown_child) is not null
        and month(month.first_on) in (2, 5, 9)
),

sides as (
    select i, other, booked_on, size as signed, 15200 + m as n
    from gifts
    union all
    select
        other, i, booked_on, -size,
        30000 + m * 100 + row_number() over (partition by other, m order by i)
    from gifts
)

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
from sides
inner join crowd using (i)
inner join person_named on sides.other = person_named.i
where booked_on <= as_of() and booked_on >= history_from()
