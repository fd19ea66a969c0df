-- One row per customer asked for, ordered by customer_id.
-- params: customer_ids
-- about: people
with asked as (
    select * from portrait
    where customer_id in (select unnest($customer_ids))
)

select
    customer_id,
    kind,
    name,
    birth_date,
    home_branch_id,
    phone,
    list_transform(cards, lambda card: card.last4) as card_tails,
from asked
order by customer_id
