-- One row per row of the feed table appointment: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        appointment_id, customer_id, branch_id,
        try_cast(starts_at as timestamp) as starts_at, business_type, staff_id,
        source_file, source_row,
    from raw_appointment
)

select
    appointment_id, customer_id, branch_id, starts_at, business_type, staff_id,
    source_file, source_row,
    case
        when appointment_id is null then 'key:appointment_id'
        when customer_id is null then 'required:customer_id'
        when branch_id is null then 'required:branch_id'
        when starts_at is null or year(starts_at) not between 1900 and 2200
            then 'required:starts_at'
    end as fault,
from typed
