-- One row per customer who moved half as much again by wallet in 90 days as before.
with opened as (
    select i, min(opened_on) as since
    from plan_account
    group by i
)

select customer_of(i) as customer_id
from moved_away inner join opened using (i)
where
    way = 'wallet' and lately >= 5000 and lately >= before * 1.5
    and last_on >= as_of() - 7 and since <= as_of() - 180
order by customer_id
