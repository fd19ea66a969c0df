-- One row per everyday payment after the day the bank was planned for: what was paid
-- and received in the month before it goes on every month.
with usual as (
    select *
    from stream
    where
        booked_at > cast(as_of() - to_months(1) as date) + interval 1 day
        and cast(booked_at as date) <= as_of() and until() > as_of()
        and (n < 15000 or n between 20000 and 20999)
        and memo is distinct from '贷款还款'
),

repeated as (
    select
        usual.* exclude (booked_at),
        booked_at + to_months(cast(months_on as int)) as booked_at,
    from usual, (select unnest(range(1, months_later() + 1)) as months_on)
)

select
    * exclude (n, amount),
    40000
    + cast(row_number() over (partition by i order by booked_at, slot, n) as int) as n,
    if(
        n < 9000 and payment_method <> 'cash' and amount < -1,
        money(round(
            amount * (0.8 + 0.4 * u(i * 100000 + n, strftime(booked_at, '%y%m'))), 2
        )), amount
    ) as amount,
from repeated
where cast(booked_at as date) between as_of() + 1 and horizon()
