-- One row per grown customer whose account is some full years old, 3 days past or 7 to
-- come.
with near as (
    select as_of() + cast(unnest(range(-3, 8)) as int) as on_date
)

select distinct customer_id
from person inner join near
    on
        strftime(first_opened_on, '%m-%d') = strftime(on_date, '%m-%d')
        and year(first_opened_on) < year(on_date)
where age >= 18 and not deceased
order by customer_id
