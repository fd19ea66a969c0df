-- One row per customer whose salary was planned to stop.
select customer_id
from person
where has_salary and unpaid_months > 0
order by customer_id
