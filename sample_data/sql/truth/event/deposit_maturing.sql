-- One row per customer with a time deposit planned to end within 30 days.
select distinct customer_of(i) as customer_id
from plan_account
where
    kind in ('time_deposit') and closed_on is null
    and matures_on between as_of() and as_of() + 30
order by customer_id
