-- One row per customer with an open account: its parts, today and a quarter end before.
-- params: as_of, weight
-- scope: customer
with last_quarter as (
    select max(report_on) as report_on from review_date
    where is_quarter and report_on < $as_of
),

today as (
    select * from loyalty_point
    where report_on = $as_of
),

before as (
    select loyalty_point.*
    from loyalty_point
    inner join last_quarter on loyalty_point.report_on = last_quarter.report_on
)

select
    today.customer_id,
    [
        {
            'part': 'product', 'weight': cast($weight['product'] as integer),
            'points': today.product_points, 'measured': today.product,
            'points_before': before.product_points,
            'measured_before': before.product
        },
        {
            'part': 'service', 'weight': cast($weight['service'] as integer),
            'points': today.service_points, 'measured': today.service,
            'points_before': before.service_points,
            'measured_before': before.service
        },
        {
            'part': 'process', 'weight': cast($weight['process'] as integer),
            'points': today.process_points, 'measured': today.process,
            'points_before': before.process_points,
            'measured_before': before.process
        },
        {
            'part': 'campaign', 'weight': cast($weight['campaign'] as integer),
            'points': today.campaign_points, 'measured': today.campaign,
            'points_before': before.campaign_points,
            'measured_before': before.campaign
        },
        {
            'part': 'products', 'weight': cast($weight['products'] as integer),
            'points': today.products_points, 'measured': today.products,
            'points_before': before.products_points,
            'measured_before': before.products
        },
        {
            'part': 'tenure', 'weight': cast($weight['tenure'] as integer),
            'points': today.tenure_points, 'measured': today.tenure,
            'points_before': before.tenure_points,
            'measured_before': before.tenure
        },
        {
            'part': 'activity', 'weight': cast($weight['activity'] as integer),
            'points': today.activity_points, 'measured': today.activity,
            'points_before': before.activity_points,
            'measured_before': before.activity
        },
        {
            'part': 'wallet', 'weight': cast($weight['wallet'] as integer),
            'points': today.wallet_points, 'measured': today.wallet,
            'points_before': before.wallet_points,
            'measured_before': before.wallet
        },
        {
            'part': 'referrals', 'weight': cast($weight['referrals'] as integer),
            'points': today.referrals_points, 'measured': today.referrals,
            'points_before': before.referrals_points,
            'measured_before': before.referrals
        }
    ] as loyalty_parts,
from today
left join before on today.customer_id = before.customer_id
