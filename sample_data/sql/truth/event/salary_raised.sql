-- One row per customer paid the planned raise twice so far, the second time within 30
-- days.
with paid as (
    select
        customer_id, m < raised_months as is_raised, in_month(m, pay_day) as paid_on,
    from person, month
    where
        has_salary and has_raise and m < paid_months
        and in_month(m, pay_day) between first_opened_on and as_of()
)

select customer_id
from paid
group by customer_id
having
    count(*) filter (is_raised) = 2 and count(*) filter (not is_raised) >= 2
    and max(paid_on) >= as_of() - 30
order by customer_id
