-- One row per customer whose planned card was activated within 14 days.
select distinct customer_id
from plan_card
where
    not is_blocked and is_activated
    and issued_on + 2 between as_of() - 14 and as_of()
order by customer_id
