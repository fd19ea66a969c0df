-- One row per customer with planted payments of this kind.
select distinct customer_of(i) as customer_id
from plan_risk
where flag = 'card_cash_out'
order by customer_id
