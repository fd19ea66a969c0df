-- One row per customer whose mortgage turned a full year within 14 days.
select distinct customer_of(i) as customer_id
from plan_account, (select unnest(range(1, 31)) as years)
where
    kind = 'mortgage'
    and cast(opened_on + to_years(years) as date) between as_of() - 14 and as_of()
order by customer_id
