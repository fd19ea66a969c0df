-- One row per customer who draws a pension.
select customer_id, pension_day as day, step_to(income, 10) as amount
from person
where has_pension
order by customer_id
