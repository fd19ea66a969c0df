-- One row per customer with this number, ordered by customer_id.
-- params: customer_id
-- about: customer
select
    loyalty_index, loyalty_index_before, loyalty_trend, loyalty_parts, surveys,
    churn_level, churn_points, churn_reasons,
from portrait
where customer_id = $customer_id
