-- One row per customer of the two at one address, ordered by party.
-- params: customer_id, other_id, at_most
-- about: customer
with members as (
    select
        case when customer_id = $customer_id then 'customer' else 'other' end as party,
        address_area,
        address_key,
    from portrait
    where customer_id in ($customer_id, $other_id)
),

together as (
    select *, count(*) over (partition by address_key) as count_rows from members
    where address_key is not null
)

select count_rows, party, address_area
from together
where count_rows = 2
order by party
limit $at_most
