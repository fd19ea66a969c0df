-- One row per customer and quarter date: the index, the mean of the points by weight.
-- params: weight
-- scope: customer
with summed as (
    select
        *,
        coalesce(product_points * $weight['product'], 0)
        + coalesce(service_points * $weight['service'], 0)
        + coalesce(process_points * $weight['process'], 0)
        + coalesce(campaign_points * $weight['campaign'], 0)
        + coalesce(products_points * $weight['products'], 0)
        + coalesce(tenure_points * $weight['tenure'], 0)
        + coalesce(activity_points * $weight['activity'], 0)
        + coalesce(wallet_points * $weight['wallet'], 0)
        + coalesce(referrals_points * $weight['referrals'], 0)
            as reached,
        if(product_points is null, 0, $weight['product'])
        + if(service_points is null, 0, $weight['service'])
        + if(process_points is null, 0, $weight['process'])
        + if(campaign_points is null, 0, $weight['campaign'])
        + if(products_points is null, 0, $weight['products'])
        + if(tenure_points is null, 0, $weight['tenure'])
        + if(activity_points is null, 0, $weight['activity'])
        + if(wallet_points is null, 0, $weight['wallet'])
        + if(referrals_points is null, 0, $weight['referrals'])
            as weights,
    from loyalty_point
)

select
    customer_id,
    report_on,
    cast(round(cast(reached as double) / nullif(weights, 0), 1) as decimal(4, 1))
        as loyalty_index,
from summed
