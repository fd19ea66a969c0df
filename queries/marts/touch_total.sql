-- One row per customer with touchpoints: channels used, logins, visits, complaints.
-- params: as_of, education_products, education_words
-- scope: customer
with touches as (
    select * from touch_row
),

by_channel as (
    select customer_id, channel, count(*) as count_rows
    from touches
    where happened_on > $as_of - 365
    group by all
),

channels as (
    select
        customer_id,
        list_sort(list({'code': channel, 'count': count_rows})) as touch_channels,
    from by_channel
    group by customer_id
),

open_complaints as (
    select distinct opened.customer_id
    from touches as opened
    anti join touches as closed
        on
            opened.customer_id = closed.customer_id
            and closed.kind = 'complaint_closed'
            and opened.reference is not distinct from closed.reference
            and opened.happened_at <= closed.happened_at
    where opened.kind = 'complaint_opened'
),

totals as (
    select
        customer_id,
        count(*) filter (
            where channel = 'mobile' and kind = 'login' and happened_on > $as_of - 90
        ) as count_mobile_logins_90d,
        max(happened_on) filter (where channel = 'mobile' and kind = 'login')
            as last_mobile_login_on,
        max(happened_on) filter (where channel in ('branch', 'counter'))
            as last_visit_on,
        max(happened_on) filter (where kind in ('complaint_opened', 'complaint_closed'))
            as last_complaint_on,
        coalesce(bool_or(
            happened_on > $as_of - 365
            and kind in ('view_product', 'calculator', 'question')
            and (
                list_contains($education_products, product_code)
                or regexp_matches(reference, $education_words)
            )
        ), false) as asked_education,
    from touches
    group by customer_id
)

select
    totals.*,
    channels.touch_channels,
    open_complaints.customer_id is not null as has_open_complaint,
from totals
left join channels on totals.customer_id = channels.customer_id
left join open_complaints on totals.customer_id = open_complaints.customer_id
