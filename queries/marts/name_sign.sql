-- One row per customer and sign of the name, in one width and small letters.
-- params: none
-- scope: customer
with names as (
    select customer_id, name from customer
    where name is not null
),

places as (
    select customer_id, name, unnest(range(1, length(name) + 1)) as place
    from names
),

signs as (
    select
        customer_id,
        place,
        substr(name, cast(place as integer), 1) as sign,
        substr(name, cast(place as integer) - 1, 1) as sign_before,
    from places
)

select
    signs.customer_id,
    signs.place,
    readings.plain,
    readings.reading,
    case
        when readings.is_letter and coalesce(before.is_letter, false) then ''
        else readings.initial
    end as initial,
from signs
inner join sign_reading as readings on signs.sign = readings.sign
left join sign_reading as before
    on signs.sign_before = before.sign and signs.place > 1
