-- One row per customer who stands in a planted ring of payments.
select distinct customer_of(i) as customer_id
from plan_risk
where flag = 'circular_acceptance'
order by customer_id
