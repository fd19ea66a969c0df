-- One row per day after the day the bank was planned for on which a customer brings
-- money from elsewhere, so that the current account does not fall below zero.
with held as (
    select opening.i, opening + coalesce(sum(amount), 0) as balance
    from opening left join stream on opening.i = stream.i and stream.slot = 1
    group by opening.i, opening
),

nets as (
    select i, cast(booked_at as date) as booked_on, sum(amount) as net
    from stream_after
    where slot = 1
    group by all
),

standing as (
    select
        i, booked_on,
        balance + sum(net) over (partition by i order by booked_on) as balance,
    from nets inner join held using (i)
),

lacking as (
    select
        i, booked_on,
        greatest(0, -min(balance) over (partition by i order by booked_on)) as lacks,
    from standing
),

brought as (
    select
        i, booked_on,
        lacks - lag(lacks, 1, 0) over (partition by i order by booked_on) as amount,
    from lacking
)

select
    crowd.i,
    39000 + (booked_on - as_of()) as n,
    1 as slot,
    moment(booked_on, 6, 0) as booked_at,
    amount,
    'mobile' as channel,
    'transfer' as payment_method,
    name as counterparty_name,
    outside_account(u(crowd.i, 'account move')) as counterparty_account,
    pick(words('other_bank'), u(crowd.i, 'bank move')) as counterparty_bank,
    '转入' as memo,
from brought inner join crowd using (i)
where amount > 0
