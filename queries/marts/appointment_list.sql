-- One row per customer with appointments from as_of on, soonest first.
-- params: as_of
-- scope: customer
with appointments as (
    select * from appointment
    where cast(starts_at as date) >= $as_of
)

select
    customer_id,
    list_sort(list({
        'starts_at': starts_at,
        'appointment_id': appointment_id,
        'branch_id': branch_id,
        'business_type': business_type
    })) as appointments,
from appointments
group by customer_id
