-- One row per customer: state of the risk rating on the business date.
select
    customer_of(i) as customer_id,
    rating_state as state,
    rating_state in ('valid', 'expires_soon') as is_valid,
    risk_expires_on as expires_on,
from person_flags
order by customer_id
