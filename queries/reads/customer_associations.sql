-- One row per kind, product and other product, ordered by kind and the two products.
-- params: lift_low, confidence_low
-- about: nobody
select
    kind,
    product_code,
    with_product_code,
    count_both,
    count_with_product,
    confidence_low,
    confidence_high,
    lift_low,
from association
where lift_low >= $lift_low and confidence_low >= $confidence_low
order by kind, product_code, with_product_code
