-- One row per customer with loan instalments or card statements paid, or open, more
-- than 3 days after they were due, in the 24 months up to the business date.
with dues as (
    select i, due_on, pays_on from loan_plan
    union all
    select i, due_on, paid_on from card_due
)

select customer_of(i) as customer_id, count(*) as instalments
from dues
where
    due_on between month_start(23) and as_of()
    and least(pays_on, as_of()) - due_on > 3
group by i
order by customer_id
