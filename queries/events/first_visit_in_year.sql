-- One row per customer who came to a branch lately, after a year without.
-- params: as_of, window_days, quiet_days
-- scope: customer
with visits as (
    select * from visit_day
    where
        visited_on > $as_of - $window_days
        and coalesce(visited_before_on <= visited_on - $quiet_days, true)
)

select
    visits.customer_id,
    'first_visit_in_year' as event_code,
    visits.visited_on as happened_on,
    visits.visited_on + $window_days - 1 as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(0.5 as double) as strength,
    cast(to_json({
        'visited_on': visits.visited_on, 'before_on': visits.visited_before_on
    }) as varchar) as evidence,
from visits
inner join customer on visits.customer_id = customer.customer_id
cross join known_fact as known
where
    customer.first_opened_on <= visits.visited_on - $quiet_days
    and known.visits_since <= visits.visited_on - $quiet_days
