-- One row per customer, regular income and month of the last 12: its payments.
-- params: none
-- scope: customer
select
    customer_id,
    income,
    month,
    max(value) as amount,
    min(booked_on) as first_on,
    max(booked_on) as last_on,
    bool_or(is_tagged) as is_tagged,
from regular_income_row
group by customer_id, income, month
