-- One row per row of the feed table collateral: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        account_id, estate, unit,
        try_cast(appraised_value as decimal(18, 2)) as appraised_value, source_file,
        source_row,
    from raw_collateral
)

select
    account_id, estate, unit, appraised_value, source_file, source_row,
    case
        when account_id is null then 'key:account_id'
    end as fault,
from typed
