-- One row per customer, way of finding (name, pinyin, tails, numbers) and key.
-- params: none
-- scope: customer
with customers as (
    select
        customer_id,
        home_branch_id,
        upper(replace(id_number, ' ', '')) as id_number,
        regexp_replace(
            regexp_replace(
                translate(phone, '０１２３４５６７８９', '0123456789'), '[^0-9]', '', 'g'
            ),
            '^(00)?86(1[0-9]{10})$', '\2'
        ) as phone,
    from customer
),

card_tails as (
    select customer_id, last4 from card
    where last4 is not null
),

keys as (
    select customer_id, kind, key from name_key
    union all
    select customer_id, 'customer_id' as kind, customer_id as key from customers
    union all
    select customer_id, 'phone' as kind, phone as key from customers
    union all
    select customer_id, 'phone_tail' as kind, right(phone, 4) as key from customers
    where length(phone) >= 4
    union all
    select customer_id, 'id_number' as kind, id_number as key from customers
    union all
    select distinct customer_id, 'card_tail' as kind, last4 as key from card_tails
)

select
    keys.customer_id,
    customers.home_branch_id,
    keys.kind,
    keys.key,
from keys
inner join customers on keys.customer_id = customers.customer_id
where keys.key <> ''
