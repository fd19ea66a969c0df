-- One row per customer with receipts from others in the last 12 months: how often.
-- params: as_of
-- scope: customer
with receipts as (
    select customer_id, booked_on from transfer_row
    where
        value > 0
        and not is_own_transfer
        and (
            channel = 'third_party'
            or method in ('alipay', 'wechat', 'transfer')
        )
),

counted as (
    select
        customer_id,
        count(*) filter (where booked_on > $as_of - 30) as count_30d,
        count(*) filter (where booked_on > $as_of - 90) as count_90d,
        count(*) filter (
            where booked_on <= $as_of - 90 and booked_on > $as_of - 270
        ) as count_before,
    from receipts
    group by customer_id
)

select
    customer_id,
    cast(count_30d as integer) as count_receipts_30d,
    case
        when count_before >= 6
            then
                cast(round(
                    cast(count_before as double) / 2
                    / nullif(cast(count_90d as double), 0), 4
                ) as decimal(9, 4))
    end as receipt_gap_ratio,
from counted
