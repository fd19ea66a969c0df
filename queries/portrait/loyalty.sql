-- One row per customer: the loyalty index with its parts, and the churn warning.
-- params: none
-- scope: customer
with customers as (
    select customer_id from customer
)

select
    customers.customer_id,
    trends.loyalty_index,
    trends.loyalty_index_before,
    coalesce(trends.loyalty_trend, []) as loyalty_trend,
    coalesce(parts.loyalty_parts, []) as loyalty_parts,
    coalesce(survey_list.surveys, []) as surveys,
    coalesce(warnings.churn_level, 'none') as churn_level,
    coalesce(warnings.churn_points, 0) as churn_points,
    coalesce(warnings.churn_reasons, []) as churn_reasons,
from customers
left join loyalty_trend as trends on customers.customer_id = trends.customer_id
left join loyalty_part as parts on customers.customer_id = parts.customer_id
left join survey_list on customers.customer_id = survey_list.customer_id
left join churn_level as warnings on customers.customer_id = warnings.customer_id
