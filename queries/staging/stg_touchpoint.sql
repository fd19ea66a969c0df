-- One row per row of the feed table touchpoint: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        touchpoint_id, customer_id, branch_id,
        try_cast(happened_at as timestamp) as happened_at, lower(channel) as channel,
        lower(kind) as kind, product_code, try_cast(amount as decimal(18, 2)) as amount,
        step, missing_document, try_cast(expires_on as date) as expires_on, reference,
        source_file, source_row,
    from raw_touchpoint
)

select
    touchpoint_id, customer_id, branch_id, happened_at, channel, kind, product_code,
    amount, step, missing_document,
    case when year(expires_on) between 1900 and 2200 then expires_on end as expires_on,
    reference, source_file, source_row,
    case
        when touchpoint_id is null then 'key:touchpoint_id'
        when customer_id is null then 'required:customer_id'
        when happened_at is null or year(happened_at) not between 1900 and 2200
            then 'required:happened_at'
        when
            channel is null or channel not in (
                'mobile', 'web', 'call_centre', 'wechat', 'branch', 'counter'
            )
            then 'required:channel'
        when
            kind is null or kind not in (
                'login', 'view_product', 'calculator', 'application_started',
                'application_step', 'application_submitted', 'application_abandoned',
                'ad_click', 'question', 'complaint_opened', 'complaint_closed',
                'branch_service'
            )
            then 'required:kind'
    end as fault,
from typed
