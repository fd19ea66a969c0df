-- One row per complaint that nobody closed.
-- params: as_of, alive_days
-- scope: customer
with touches as (
    select * from touch_row
),

still_open as (
    select opened.*
    from touches as opened
    anti join touches as closed
        on
            opened.customer_id = closed.customer_id
            and closed.kind = 'complaint_closed'
            and opened.reference is not distinct from closed.reference
            and opened.happened_at <= closed.happened_at
    where opened.kind = 'complaint_opened'
)

select
    customer_id,
    'complaint_open' as event_code,
    happened_on,
    cast($as_of as date) + $alive_days as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(1 as double) as strength,
    cast(to_json({
        'about': reference,
        'channel': channel,
        'touchpoint_id': touchpoint_id
    }) as varchar) as evidence,
from still_open
