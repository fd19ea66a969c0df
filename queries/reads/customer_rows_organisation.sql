-- One row per role in the organisations that make a tie, ordered by organisation, party
-- and role.
-- params: customer_id, other_id, organisation_id, kind, at_most
-- about: customer
with shared as (
    select distinct organisation_id from rows.relation
    where
        customer_id = $customer_id
        and kind = $kind
        and other_id is not distinct from $other_id
        and ($organisation_id is null or organisation_id = $organisation_id)
),

roles as (
    select
        organisation_id,
        kind as role,
        case when customer_id = $customer_id then 'customer' else 'other' end as party,
    from rows.relation
    where
        customer_id in ($customer_id, $other_id)
        and other_id is null
        and organisation_id in (select organisation_id from shared)
        and ($other_id is not null or kind = $kind)
)

select
    count(*) over () as count_rows,
    organisation.name as organisation,
    roles.party,
    roles.role,
from roles
left join organisation on roles.organisation_id = organisation.organisation_id
order by organisation, roles.organisation_id, party, role
limit $at_most
