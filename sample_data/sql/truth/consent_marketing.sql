-- One row per customer: whether products may be suggested in the branch, and which
-- case it is.
select
    customer_of(i) as customer_id,
    marketing_granted as is_granted,
    marketing_plan as plan
from person_flags
order by customer_id
