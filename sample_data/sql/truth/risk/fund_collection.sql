-- One row per customer with planted payments of this kind.
select distinct customer_of(i) as customer_id
from plan_risk
where flag = 'fund_collection'
order by customer_id
