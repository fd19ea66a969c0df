-- One row per row of the feed table consent: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        customer_id, lower(purpose) as purpose, lower(channel) as channel,
        lower(state) as state, try_cast(changed_at as timestamp) as changed_at,
        source_file, source_row,
    from raw_consent
)

select
    customer_id, purpose, channel, state, changed_at, source_file, source_row,
    case
        when customer_id is null then 'key:customer_id'
        when
            purpose is null or purpose not in (
                'marketing', 'profiling', 'face', 'partner_data'
            )
            then 'key:purpose'
        when channel is null or channel not in ('any', 'branch', 'phone', 'sms', 'app')
            then 'key:channel'
        when state is null or state not in ('granted', 'denied', 'withdrawn')
            then 'required:state'
        when changed_at is null or year(changed_at) not between 1900 and 2200
            then 'key:changed_at'
    end as fault,
from typed
