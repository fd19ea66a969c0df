-- One row per row of the feed table organisation: typed, with its fault or NULL.
-- params: none
-- scope: bank
with typed as (
    select
        organisation_id, name, kind, industry,
        try_cast(registered_on as date) as registered_on, source_file, source_row,
    from raw_organisation
)

select
    organisation_id, name, kind, industry,
    case
        when year(registered_on) between 1900 and 2200 then registered_on
    end as registered_on,
    source_file, source_row,
    case
        when organisation_id is null then 'key:organisation_id'
        when name is null then 'required:name'
    end as fault,
from typed
