-- One row per row of the feed table organisation_person: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        organisation_id, customer_id, lower(role) as role, source_file, source_row,
    from raw_organisation_person
)

select
    organisation_id, customer_id, role, source_file, source_row,
    case
        when organisation_id is null then 'key:organisation_id'
        when customer_id is null then 'key:customer_id'
        when role is null or role not in ('owner', 'legal_representative', 'finance')
            then 'required:role'
    end as fault,
from typed
