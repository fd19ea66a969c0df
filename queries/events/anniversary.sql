-- One row per grown customer near the day of the year on which the bank was joined.
-- params: as_of, days_before, days_after, least_years
-- scope: customer
with grown as (
    select customer_id from living_customer
    where is_adult
),

years as (
    select extract(year from cast($as_of as date) - $days_after) as year_number
    union
    select extract(year from cast($as_of as date) + $days_before) as year_number
),

anniversaries as (
    select
        customer.customer_id,
        years.year_number - extract(year from customer.first_opened_on) as count_years,
        make_date(years.year_number, extract(month from customer.first_opened_on), 1)
        + cast(extract(day from customer.first_opened_on) as integer) - 1 as due_on,
    from customer
    inner join grown on customer.customer_id = grown.customer_id
    cross join years
    where customer.first_opened_on is not null
)

select
    customer_id,
    'anniversary' as event_code,
    least(due_on, cast($as_of as date)) as happened_on,
    due_on + $days_after as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(case when count_years % 5 = 0 then 0.3 else 0.2 end as double) as strength,
    cast(to_json({'due_on': due_on, 'years': count_years}) as varchar) as evidence,
from anniversaries
where
    due_on between $as_of - $days_after and $as_of + $days_before
    and count_years >= $least_years
