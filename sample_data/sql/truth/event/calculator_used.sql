-- One row per grown customer who worked something out within 30 days.
with touched as (
    select i, kind, product_code, on_date from touchpoint_regular
    union all
    select i, kind, product_code, on_date from touchpoint_story
)

select distinct customer_id
from touched inner join person using (i)
where
    kind = 'calculator' and age >= 18 and not deceased
    and on_date between greatest(first_opened_on, as_of() - 29) and as_of()
order by customer_id
