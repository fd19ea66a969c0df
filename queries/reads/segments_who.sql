-- One row per person of a segment to approach, ordered by aum and customer_id.
-- params: branch_id, segment, before, product_code, side, adult_age, refused, at_most
-- about: people
-- load: heavy
with people as (
    select
        portrait.*,
        list_contains(portrait.held_products, $product_code) as is_held,
        list_contains(portrait.candidates, $product_code) as is_fitting,
        segment_before.segment as was,
    from portrait
    left join segment_before on portrait.customer_id = segment_before.customer_id
    where
        portrait.segment = $segment
        and portrait.kind = 'person'
        and not portrait.deceased
        and portrait.home_branch_id = coalesce($branch_id, portrait.home_branch_id)
),

approachable as (
    select *, count(*) over () as count_all
    from people
    where
        has_marketing_consent
        and not has_open_complaint
        and not is_control
        and coalesce(age >= $adult_age, true)
        and not list_contains($refused, customer_id)
        and case $side
            when 'holding' then is_held
            when 'open' then is_fitting and not is_held
            when 'moved' then was = $before
            else true
        end
)

select customer_id, count_all
from approachable
order by aum desc, customer_id
limit $at_most
