-- One row per row of the feed table account_party: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        account_id, customer_id, lower(role) as role, source_file, source_row,
    from raw_account_party
)

select
    account_id, customer_id, role, source_file, source_row,
    case
        when account_id is null then 'key:account_id'
        when customer_id is null then 'key:customer_id'
        when role is null or role not in ('joint', 'authorised', 'guardian')
            then 'required:role'
    end as fault,
from typed
