-- One row per customer: whether the branch may know what is inferred from spending.
select
    customer_of(i) as customer_id,
    profiling_granted and marketing_plan <> 'none' as is_granted,
from person_flags
order by customer_id
