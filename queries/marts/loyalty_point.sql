-- One row per customer and quarter date: what was measured, and each part's points.
-- params: whole
-- scope: customer
with shares as (
    select
        *,
        cast(products as double) / nullif($whole['products'], 0) as products_share,
        cast(tenure as double) / nullif($whole['tenure'], 0) as tenure_share,
        cast(activity as double) / nullif($whole['activity'], 0) as activity_share,
        cast(wallet as double) / nullif($whole['wallet'], 0) as wallet_share,
        cast(referrals as double) / nullif($whole['referrals'], 0) as referrals_share,
    from loyalty_measure
)

select
    customer_id,
    report_on,
    product,
    service,
    process,
    campaign,
    products,
    tenure,
    activity,
    wallet,
    referrals,
    cast(25 * (product - 1) as decimal(4, 1)) as product_points,
    cast(25 * (service - 1) as decimal(4, 1)) as service_points,
    cast(25 * (process - 1) as decimal(4, 1)) as process_points,
    cast(25 * (campaign - 1) as decimal(4, 1)) as campaign_points,
    cast(100 * if(products_share > 1, 1, products_share) as decimal(4, 1))
        as products_points,
    cast(100 * if(tenure_share > 1, 1, tenure_share) as decimal(4, 1))
        as tenure_points,
    cast(100 * if(activity_share > 1, 1, activity_share) as decimal(4, 1))
        as activity_points,
    cast(100 * if(wallet_share > 1, 1, wallet_share) as decimal(4, 1))
        as wallet_points,
    cast(100 * if(referrals_share > 1, 1, referrals_share) as decimal(4, 1))
        as referrals_points,
from shares
