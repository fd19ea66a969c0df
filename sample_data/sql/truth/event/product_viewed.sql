-- One row per grown customer who looked twice at one product within 30 days.
with touched as (
    select i, kind, product_code, on_date from touchpoint_regular
    union all
    select i, kind, product_code, on_date from touchpoint_story
),

looks as (
    select customer_id, product_code, count(*) as times
    from touched inner join person using (i)
    where
        kind = 'view_product' and age >= 18 and not deceased
        and on_date between greatest(first_opened_on, as_of() - 29) and as_of()
    group by all
)

select distinct customer_id
from looks
where times >= 2
order by customer_id
