-- One row per customer whose salary stopped three months ago.
select customer_id, unpaid_months
from person
where has_salary and unpaid_months > 0
order by customer_id
