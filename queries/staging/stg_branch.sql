-- One row per row of the feed table branch: typed, with its fault or NULL.
-- params: none
-- scope: bank
with typed as (
    select
        branch_id, name, city, district, lower(kind) as kind,
        try_cast(latitude as decimal(9, 6)) as latitude,
        try_cast(longitude as decimal(9, 6)) as longitude, source_file, source_row,
    from raw_branch
)

select
    branch_id, name, city, district,
    case
        when
            kind in (
                'flagship', 'community', 'business', 'campus', 'rural'
            )
            then kind
    end as kind,
    case when latitude between -90 and 90 then latitude end as latitude,
    case when longitude between -180 and 180 then longitude end as longitude,
    source_file, source_row,
    case
        when branch_id is null then 'key:branch_id'
        when name is null then 'required:name'
    end as fault,
from typed
