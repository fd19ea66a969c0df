-- One row per key hash that stands in more than one row of the table under check.
-- params: none
-- scope: bank
with in_order as (
    select
        key_hash,
        lag(key_hash) over (order by key_hash) as hash_before,
    from checked_key
)

select distinct key_hash
from in_order
where key_hash = hash_before
