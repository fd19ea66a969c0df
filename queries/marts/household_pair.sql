-- One row per customer and other customer at the same address: the household.
-- params: household_most
-- scope: bank
with members as (
    select customer_id, address_key from customer
    where address_key is not null and kind = 'person'
),

households as (
    select address_key from members
    group by address_key
    having count(*) between 2 and $household_most
)

select
    mine.customer_id,
    'household' as kind,
    other.customer_id as other_id,
    cast(null as varchar) as organisation_id,
    1 as step,
    cast(null as date) as since_on,
    cast(null as bigint) as count_rows,
from households
inner join members as mine on households.address_key = mine.address_key
inner join members as other on households.address_key = other.address_key
where mine.customer_id <> other.customer_id
