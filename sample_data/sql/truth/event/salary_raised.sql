-- One row per customer whose planned raise was paid the second time within 30 days.
with paid as (
    select
        customer_id, m < raised_months as is_raised, in_month(m, pay_day) as paid_on,
        row_number() over (
            partition by i, m < raised_months order by m desc
        ) as place,
    from person, month
    where
        has_salary and has_raise and m < paid_months
        and in_month(m, pay_day) between first_opened_on and as_of()
)

select customer_id
from paid
group by customer_id
having
    count(*) filter (not is_raised) >= 2
    and max(paid_on) filter (is_raised and place = 2) >= as_of() - 30
order by customer_id
