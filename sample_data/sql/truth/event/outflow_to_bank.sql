-- One row per customer who moved half as much again by bank in 90 days as before;
-- with one transfer more than before, half as much again with each.
with opened as (
    select i, min(opened_on) as since
    from plan_account
    group by i
)

select customer_of(i) as customer_id
from moved_away inner join opened using (i)
where
    way = 'bank' and lately >= 20000 and lately * if(
        times_before > 0 and times_lately = times_before + 1,
        times_before / cast(times_lately as double), 1
    ) >= before * 1.5
    and last_on >= as_of() - 30 and since <= as_of() - 180
order by customer_id
