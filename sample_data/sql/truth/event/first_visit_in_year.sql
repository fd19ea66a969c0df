-- One row per living customer who came within 14 days, and not in the year before.
with touched as (
    select i, on_date, channel from touchpoint_regular
    union all
    select i, on_date, channel from touchpoint_story
),

seen as (
    select i, cast(on_date as date) as on_date
    from touched inner join person using (i)
    where
        channel in ('branch', 'counter')
        and on_date between first_opened_on and as_of()
),

known as (
    select greatest(
        (select min(on_date) from seen), (select min(booked_on) from counter_day)
    ) as since
),

visits as (
    select i, on_date from seen
    union
    select i, booked_on from counter_day
),

again as (
    select i, on_date
    from visits
    where
        on_date > as_of() - 14
        and not exists (
            select 1 from visits as earlier
            where
                earlier.i = visits.i
                and earlier.on_date between visits.on_date - 364 and visits.on_date - 1
        )
)

select distinct customer_id
from again inner join person using (i) cross join known
where
    not deceased and first_opened_on <= on_date - 365 and since <= on_date - 365
order by customer_id
