-- One row per current or card account and month: net flow and the sum up to its
-- end.
with dated as (
    select
        i,
        slot,
        amount,
        (year(as_of()) - year(booked_at)) * 12 + month(as_of()) - month(booked_at) as m,
    from stream
),

nets as (
    select i, slot, m, sum(amount) as net
    from dated
    group by i, slot, m
),

slots as (
    select 1 as slot
    union all
    select 50
),

every_month as (
    select crowd.i, slots.slot, balance_month.m, coalesce(nets.net, 0) as net
    from crowd
    cross join balance_month
    cross join slots
    left join nets
        on
            crowd.i = nets.i and slots.slot = nets.slot
            and balance_month.m = nets.m
    where slots.slot = 1 or crowd.card_slot is not null
)

select
    i,
    slot,
    m,
    sum(net) over (partition by i, slot order by m desc) as upto,
from every_month
