-- One row per customer whose assets fell well below those of 3 or 6 months ago.
-- params: as_of, churn
-- scope: customer
with looks as (
    select
        customer_id,
        coalesce(max(aum) filter (where months_back = 0), 0) as aum,
        max(aum) filter (where months_back = 3) as aum_3m,
        max(aum) filter (where months_back = 6) as aum_6m,
    from asset_review
    group by customer_id
)

select
    customer_id,
    cast($as_of as date) as happened_on,
    aum as amount,
    case
        when aum <= aum_3m * (1 - $churn['fall_3m']) then aum_3m
        else aum_6m
    end as amount_before,
from looks
where
    aum <= aum_3m * (1 - $churn['fall_3m'])
    or aum <= aum_6m * (1 - $churn['fall_6m'])
