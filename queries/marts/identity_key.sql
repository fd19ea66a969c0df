-- One row per customer and token by which machines know them (card, appointment, id).
-- params: as_of, id_hash_inner, id_hash_outer
-- scope: customer
with cards as (
    select customer_id, card_id from card
    where not coalesce(blocked, false)
),

appointments as (
    select customer_id, appointment_id from appointment
    where cast(starts_at as date) >= $as_of
),

id_numbers as (
    select customer_id, encode(upper(replace(id_number, ' ', ''))) as id_number
    from customer
    where id_number <> ''
),

hashed as (
    select
        customer_id,
        sha256(
            $id_hash_outer || unhex(sha256($id_hash_inner || id_number))
        ) as id_hash,
    from id_numbers
),

keys as (
    select customer_id, 'card' as kind, card_id as key from cards
    union all
    select customer_id, 'appointment' as kind, appointment_id as key
    from appointments
    union all
    select customer_id, 'id_hash' as kind, id_hash as key from hashed
)

select
    customer_id,
    kind,
    key,
from keys
where length(key) > 0
