-- One row per application broken off, or loan worked out, and not taken further.
-- params: as_of
-- scope: customer
with touches as (
    select *, kind like 'application%' as is_application from touch_row
    where happened_on > $as_of - 90
),

started as (
    select *, kind = 'application_abandoned' as is_abandoned from touches
    where
        kind = 'application_abandoned'
        and (expires_on is null or expires_on >= $as_of)
        or kind = 'calculator' and happened_on > $as_of - 30
),

taken_further as (
    select distinct started.customer_id, started.touchpoint_id
    from started
    inner join touches as later
        on
            started.customer_id = later.customer_id
            and started.happened_at < later.happened_at
            and later.is_application
            and (
                not started.is_abandoned
                or later.kind = 'application_submitted'
            )
            and (
                started.reference = later.reference
                or started.product_code = later.product_code
                or not started.is_abandoned and started.product_code is null
            )
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                customer_id, is_abandoned, coalesce(reference, product_code, '')
            order by happened_at desc, touchpoint_id
        ) as place,
    from started
    anti join taken_further
        on
            started.customer_id = taken_further.customer_id
            and started.touchpoint_id = taken_further.touchpoint_id
)

select *
from ranked
where place = 1
