-- One row per touchpoint up to as_of.
-- params: as_of
-- scope: customer
with touches as (
    select *, cast(happened_at as date) as happened_on
    from touchpoint
)

select
    customer_id,
    touchpoint_id,
    branch_id,
    happened_at,
    happened_on,
    channel,
    kind,
    product_code,
    amount,
    step,
    missing_document,
    expires_on,
    reference,
from touches
where happened_on <= $as_of
