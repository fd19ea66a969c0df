-- One row per row of the feed table contact: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        contact_id, customer_id, staff_id,
        try_cast(contacted_at as timestamp) as contacted_at, channel, product_code,
        scenario_code, lower(outcome) as outcome, reason_code,
        try_cast(next_on as date) as next_on, source_file, source_row,
    from raw_contact
)

select
    contact_id, customer_id, staff_id, contacted_at, channel, product_code,
    scenario_code, outcome, reason_code,
    case when year(next_on) between 1900 and 2200 then next_on end as next_on,
    source_file, source_row,
    case
        when contact_id is null then 'key:contact_id'
        when customer_id is null then 'required:customer_id'
        when contacted_at is null or year(contacted_at) not between 1900 and 2200
            then 'required:contacted_at'
        when channel is null then 'required:channel'
        when
            outcome is null or outcome not in (
                'interested', 'done', 'zone_booked', 'not_now', 'declined',
                'not_appropriate', 'referred', 'no_answer'
            )
            then 'required:outcome'
    end as fault,
from typed
