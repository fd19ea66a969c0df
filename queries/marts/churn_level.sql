-- One row per customer: the churn warning, its points and its three strongest reasons.
-- params: churn, churn_level
-- scope: customer
-- This is the one shape of the warning: a model that finds it fills the same columns.
with worth as (
    select asset_review.customer_id
    from asset_review
    semi join adult_customer on asset_review.customer_id = adult_customer.customer_id
    where asset_review.months_back is not null
    group by asset_review.customer_id
    having max(asset_review.aum) >= $churn['least_assets']
),

ranked as (
    select
        churn_row.*,
        row_number() over (
            partition by churn_row.customer_id
            order by points desc, happened_on desc, code asc
        ) as place,
    from churn_row
    semi join worth on churn_row.customer_id = worth.customer_id
),

summed as (
    select
        customer_id,
        cast(least(sum(points), 100) as integer) as churn_points,
        list_sort(list({
            'place': cast(place as integer),
            'code': code,
            'points': cast(points as integer),
            'happened_on': happened_on,
            'amount': amount,
            'amount_before': amount_before
        }) filter (where place <= 3)) as churn_reasons,
    from ranked
    group by customer_id
)

select
    customer_id,
    case
        when churn_points >= $churn_level['high'] then 'high'
        when churn_points >= $churn_level['medium'] then 'medium'
        when churn_points >= $churn_level['low'] then 'low'
        else 'none'
    end as churn_level,
    churn_points,
    churn_reasons,
from summed
