-- One row per customer and kind of liability: the sum owed on the business date.
with owed as (
    select i, kind, amount
    from plan_account
    where kind in ('consumer_loan', 'mortgage', 'business_loan')
    union all
    select i, 'credit_card', balance
    from closing
    where slot = 50
)

select customer_of(i) as customer_id, kind, sum(amount) as amount
from owed
group by i, kind
order by customer_id, kind
