-- One row per customer who owes 80 % of a credit card's limit.
select customer_of(i) as customer_id
from card_limit
where round(cast(owed as double) / cast(credit_limit as double), 4) >= 0.8
order by customer_id
