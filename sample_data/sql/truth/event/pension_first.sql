-- One row per customer whose planned pension began within 45 days.
with begun as (
    select i, customer_id, min(in_month(m, pension_day)) as began_on
    from person, month
    where
        has_pension and m < pension_months and m <= 11
        and in_month(m, pension_day) between first_opened_on and as_of()
    group by all
),

opened as (
    select i, min(opened_on) as since
    from plan_account
    group by i
)

select customer_id
from begun
inner join opened using (i)
left join first_move using (i)
where
    began_on >= as_of() - 45
    and (since >= as_of() - 90 or booked_on < began_on - 31)
order by customer_id
