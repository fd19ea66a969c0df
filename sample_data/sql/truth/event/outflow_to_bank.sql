-- One row per customer who moved half as much again by bank in 90 days as before.
with opened as (
    select i, min(opened_on) as since
    from plan_account
    group by i
)

select customer_of(i) as customer_id
from moved_away inner join opened using (i)
where
    way = 'bank' and lately >= 20000 and lately >= before * 1.5
    and last_on >= as_of() - 30 and since <= as_of() - 180
order by customer_id
