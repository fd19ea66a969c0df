-- One row per segment and place that money went to, ordered by segment, amount, place.
-- params: branch_id
-- about: groups
-- load: heavy
with payments as (
    select segment, unnest(destinations_365d) as place
    from portrait
    where
        kind = 'person'
        and not deceased
        and home_branch_id = coalesce($branch_id, home_branch_id)
),

places as (
    select
        segment,
        place.destination as name,
        place.kind as kind_of_place,
        place.amount_365d as amount,
    from payments
)

select
    segment,
    name as destination,
    kind_of_place as kind,
    count(*) as count_customers,
    sum(amount) as amount_365d,
from places
group by segment, name, kind_of_place
order by segment, amount_365d desc, destination, kind
