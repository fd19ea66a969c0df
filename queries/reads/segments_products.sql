-- One row per segment and product held or fitting there, ordered by both.
-- params: branch_id
-- about: groups
-- load: heavy
with people as (
    select
        segment,
        held_products,
        candidates,
        unnest(list_distinct(list_concat(held_products, candidates)))
            as product_code,
    from portrait
    where
        kind = 'person'
        and not deceased
        and home_branch_id = coalesce($branch_id, home_branch_id)
),

sides as (
    select
        segment,
        product_code,
        list_contains(held_products, product_code) as is_held,
        list_contains(candidates, product_code) as is_fitting,
    from people
)

select
    segment,
    product_code,
    count(*) filter (where is_held) as count_holding,
    count(*) filter (where is_fitting) as count_fitting,
    count(*) filter (where is_fitting and not is_held) as count_open,
from sides
group by segment, product_code
order by segment, product_code
