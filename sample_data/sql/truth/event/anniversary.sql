-- One row per grown customer whose account is some full years old, 3 days past or 7 to
-- come; 29 February counts on 1 March where there is none.
with near as (
    select as_of() + cast(unnest(range(-3, 8)) as int) as on_date
)

select distinct customer_id
from person inner join near
    on
        year(first_opened_on) < year(on_date)
        and (
            strftime(first_opened_on, '%m-%d') = strftime(on_date, '%m-%d')
            or strftime(first_opened_on, '%m-%d') = '02-29'
            and strftime(on_date, '%m-%d') = '03-01' and day(on_date - 1) = 28
        )
where age >= 18 and not deceased
order by customer_id
