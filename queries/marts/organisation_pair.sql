-- One row per customer, organisation and role in it or other person of it.
-- params: none
-- scope: bank
with people as (
    select organisation_id, customer_id, role from organisation_person
),

links as (
    select customer_id, role as kind, cast(null as varchar) as other_id, organisation_id
    from people
    union all
    select
        mine.customer_id,
        'partner' as kind,
        other.customer_id as other_id,
        mine.organisation_id,
    from people as mine
    inner join people as other on mine.organisation_id = other.organisation_id
    where mine.customer_id <> other.customer_id
)

select
    customer_id,
    kind,
    other_id,
    organisation_id,
    1 as step,
    cast(null as date) as since_on,
    cast(null as bigint) as count_rows,
from links
