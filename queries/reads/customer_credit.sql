-- One row per customer with this number, ordered by customer_id.
-- params: customer_id
-- about: customer
select
    count_instalments_24m, count_late_24m, count_overdue, worst_days_late, last_late_on,
    income_months_6m, income_variation, count_penalty_interest_365d,
    last_penalty_interest_on,
from portrait
where customer_id = $customer_id
