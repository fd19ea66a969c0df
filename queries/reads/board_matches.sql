-- One row per customer of a branch that is meant, ordered by exactness, customer_id.
-- params: branch_id, word, letters, tail, numbers, at_most
-- about: people
with keys as (
    select customer_id, kind, key from search_key
    where home_branch_id = $branch_id
),

matches as (
    select customer_id, key = $word as is_exact from keys
    where kind = 'name' and starts_with(key, $word)
    union all
    select customer_id, key = $letters as is_exact from keys
    where kind in ('pinyin', 'initials') and starts_with(key, $letters)
    union all
    select customer_id, true as is_exact from keys
    where kind in ('phone_tail', 'card_tail') and key = $tail
    union all
    select customer_id, true as is_exact from keys
    where kind in ('customer_id', 'phone', 'id_number') and list_contains($numbers, key)
)

select customer_id
from matches
group by customer_id
order by max(is_exact) desc, customer_id asc
limit $at_most
