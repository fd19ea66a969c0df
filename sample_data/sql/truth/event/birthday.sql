-- One row per grown person whose birthday is within 3 days past and 7 to come.
with near as (
    select as_of() + cast(unnest(range(-3, 8)) as int) as on_date
),

told as (
    select
        strftime(on_date, '%m-%d') as month_day,
        strftime(on_date, '%m-%d') = '03-01' and day(on_date - 1) = 28 as is_leap_too,
    from near
)

select distinct person.customer_id
from person inner join told
    on
        strftime(born_on, '%m-%d') = month_day
        or is_leap_too and strftime(born_on, '%m-%d') = '02-29'
where age >= 18 and not deceased and not is_undated
order by customer_id
