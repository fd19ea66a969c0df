-- One row per appointment at a branch on a day, ordered by starts_at, appointment_id.
-- params: branch_id, from_at, to_at
-- about: people
-- load: heavy
with announced as (
    select customer_id, unnest(appointments) as visit
    from portrait
    where len(appointments) > 0 and not deceased
)

select
    customer_id,
    visit.appointment_id,
    visit.starts_at,
    visit.business_type,
from announced
where
    visit.branch_id = $branch_id
    and visit.starts_at >= $from_at
    and visit.starts_at < $to_at
order by visit.starts_at, visit.appointment_id
