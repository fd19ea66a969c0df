-- One row per customer and purpose with a consent row: granted in the branch or not.
-- params: as_of
-- scope: customer
with statements as (
    select customer_id, purpose, channel, changed_at, state = 'granted' as is_granted
    from consent
    where
        channel in ('any', 'branch')
        and (
            changed_at < cast(cast($as_of as date) + 1 as timestamp)
            or state <> 'granted'
        )
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

select customer_id, purpose, bool_and(is_granted) as is_granted
from ranked
where place = 1
group by customer_id, purpose
