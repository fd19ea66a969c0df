-- One row per customer whose planned salary was first seen within 45 days: with the
-- first payment, untagged with the third once three complete months have one.
with paid as (
    select
        i, customer_id, is_untagged, m, in_month(m, pay_day) as paid_on,
        row_number() over (partition by i order by m desc) as place,
    from person, month
    where
        has_salary and unpaid_months = 0 and m < paid_months and m <= 11
        and in_month(m, pay_day) between first_opened_on and as_of()
),

seen as (
    select
        i, customer_id, min(paid_on) as began_on,
        min(paid_on) filter (place = if(is_untagged, 3, 1)) as seen_on,
    from paid
    group by i, customer_id, is_untagged
    having
        not is_untagged
        or count(*) filter (m between last_month() and last_month() + 3) >= 3
),

opened as (
    select i, min(opened_on) as since
    from plan_account
    group by i
)

select customer_id
from seen
inner join opened using (i)
left join first_move using (i)
where
    seen_on >= as_of() - 45
    and (since >= as_of() - 90 or booked_on < began_on - 31)
order by customer_id
