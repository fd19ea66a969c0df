-- One row per customer, purpose and channel with a consent row: the last word on it.
-- params: as_of
-- scope: customer
with statements as (
    select customer_id, purpose, channel, changed_at, state = 'granted' as is_granted
    from consent
    where
        changed_at < cast(cast($as_of as date) + 1 as timestamp)
        or state <> 'granted'
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id, purpose, channel
            order by changed_at desc, is_granted
        ) as place,
    from statements
)

select
    customer_id,
    purpose,
    channel,
    is_granted,
    cast(changed_at as date) as changed_on,
from ranked
where place = 1
