-- One row per customer: the median of what was spent in the last 6 complete months in
-- which anything was booked, the money an account was opened with too.
with booked as (
    select
        i, months_back(booked_at) as m,
        if(is_spent(amount, n, memo), -amount, 0) as spent,
    from stream
    union all
    select i, months_back(first_opened_on), 0
    from opening inner join crowd using (i)
    where first_opened_on >= history_from()
),

sums as (
    select i, m, sum(spent) as spent
    from booked
    where m between last_month() and last_month() + 5
    group by i, m
)

select i, money(round(median(cast(spent as double)), 2)) as spent
from sums
group by i
