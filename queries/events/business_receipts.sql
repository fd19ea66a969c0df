-- One row per customer whose last complete month is the first with business receipts.
-- params: complete_until, window_days
-- scope: customer
with months as (
    select
        *,
        cast(cast($complete_until as date) - to_months(1) as date) as last_month,
    from receipt_month
),

begun as (
    select
        customer_id,
        max(value) filter (where month = last_month) as amount,
        max(count_rows) filter (where month = last_month) as count_rows,
        max(count_payers) filter (where month = last_month) as count_payers,
    from months
    group by customer_id
    having
        bool_or(is_business and month = last_month)
        and not bool_or(is_business and month < last_month)
)

select
    customer_id,
    'business_receipts' as event_code,
    cast($complete_until as date) - 1 as happened_on,
    cast($complete_until as date) - 1 + $window_days as expires_on,
    amount,
    cast(0.6 as double) as strength,
    cast(to_json({'count': count_rows, 'count_payers': count_payers}) as varchar)
        as evidence,
from begun
