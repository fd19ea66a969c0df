-- One row per customer drawn for a rehearsed day, ordered by branch_id, place.
-- params: booked_on, seed, at_most
-- about: people
-- load: heavy
with living as (
    select
        customer_id,
        home_branch_id as branch_id,
        list_filter(cards, lambda card: not card.blocked)[1].card_id as card_id,
        list_filter(
            appointments,
            lambda booked: cast(booked.starts_at as date) = $booked_on
        )[1] as booked,
        md5($seed || customer_id) as lot,
    from portrait
    where kind = 'person' and not deceased and home_branch_id <> 'unknown'
),

placed as (
    select
        branch_id,
        customer_id,
        card_id,
        booked.appointment_id,
        booked.business_type as booked_for,
        booked.starts_at as booked_at,
        row_number() over (
            partition by branch_id
            order by booked is null, lot, customer_id
        ) as place,
    from living
)

select *
from placed
where place <= $at_most
order by branch_id, place
