-- One row per borrower of a mortgage repaid, with those of two more households, from
-- one account.
with fronted as (
    select distinct plan_front.i, front, household
    from plan_front
    inner join loan_plan using (i, slot)
    inner join person using (i)
    where pays_on between as_of() - 179 and as_of()
),

shared as (
    select front from fronted
    group by front
    having count(distinct household) >= 3
)

select distinct customer_of(i) as customer_id
from fronted semi join shared using (front)
order by customer_id
