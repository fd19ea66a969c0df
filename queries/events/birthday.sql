-- One row per grown person whose birthday is near.
-- params: as_of, days_before, days_after
-- scope: customer
with people as (
    select customer_id from living_customer
    where is_person and is_adult
),

years as (
    select extract(year from cast($as_of as date) - $days_after) as year_number
    union
    select extract(year from cast($as_of as date) + $days_before) as year_number
),

birthdays as (
    select
        customer.customer_id,
        make_date(years.year_number, extract(month from customer.birth_date), 1)
        + cast(extract(day from customer.birth_date) as integer) - 1 as due_on,
    from customer
    inner join people on customer.customer_id = people.customer_id
    cross join years
    where customer.birth_date is not null
)

select
    customer_id,
    'birthday' as event_code,
    least(due_on, cast($as_of as date)) as happened_on,
    due_on + $days_after as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(0.3 as double) as strength,
    cast(to_json({'due_on': due_on}) as varchar) as evidence,
from birthdays
where due_on between $as_of - $days_after and $as_of + $days_before
