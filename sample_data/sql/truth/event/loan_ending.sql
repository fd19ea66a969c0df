-- One row per customer with a loan of one to three instalments more.
with left_over as (
    select
        i, slot, matures_on, max(due_on) as ends_on,
        count(*) filter (due_on > as_of()) as dues,
    from loan_plan inner join plan_account using (i, slot)
    group by all
)

select distinct customer_of(i) as customer_id
from left_over
where dues between 1 and 3 and ends_on >= matures_on - 31
order by customer_id
