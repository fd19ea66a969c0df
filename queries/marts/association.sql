-- One row per kind, product and other product that goes with it: how often, how surely.
-- Bounds: of the share Wilson's, of the lift the delta method on its logarithm.
-- params: pair_z
-- scope: bank
with counts as (
    select
        *,
        cast(1 as double) / nullif(count_both, 0) as per_both,
        cast(1 as double) / nullif(count_with_product, 0) as per_one,
        cast(1 as double) / nullif(count_with_other, 0) as per_other,
        cast(1 as double) / nullif(count_customers, 0) as per_customer,
        cast($pair_z as double) as z,
    from product_pair
),

rates as (
    select
        *,
        count_both * per_customer as support,
        count_both * per_one as confidence,
        count_both * per_one * per_other * count_customers as lift,
        count_any * per_one * per_other * count_customers as lift_any,
        cast(1 as double) / nullif(1 + z * z * per_one, 0) as shrink,
    from counts
),

spreads as (
    select
        *,
        confidence + z * z * per_one * 0.5 as centre,
        z * sqrt(
            (confidence * (1 - confidence) + z * z * per_one * 0.25) * per_one
        ) as spread,
        z * sqrt(greatest(
            per_both - per_one - per_other + (2 * lift_any - 1) * per_customer, 0
        )) as log_spread,
    from rates
)

select
    kind,
    product_code,
    with_product_code,
    count_both,
    count_with_product,
    count_customers,
    support,
    confidence,
    (centre - spread) * shrink as confidence_low,
    (centre + spread) * shrink as confidence_high,
    lift,
    lift * exp(-log_spread) as lift_low,
    lift * exp(log_spread) as lift_high,
from spreads
