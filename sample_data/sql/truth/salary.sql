-- One row per customer whose salary the contract's rule must find.
select
    customer_id,
    pay_day as day,
    step_to(income, 10) as amount,
    not is_untagged as is_tagged,
    least(paid_months, months()) as paid_months,
from person
where has_salary and unpaid_months = 0 and (not is_untagged or paid_months >= 4)
order by customer_id
