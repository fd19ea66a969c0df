-- One row per customer: months in a row, up to this or the last one, of rent and care.
-- params: this_month, from_24m
-- scope: customer
with months as (
    select
        customer_id,
        category,
        extract(year from month) * 12 + extract(month from month) as number,
    from transaction_row
    where
        is_spending
        and category in ('rent', 'beauty')
        and month >= $from_24m
    group by all
),

counted as (
    select
        *,
        row_number() over (
            partition by customer_id, category order by number desc, category asc
        ) as place,
        max(number) over (partition by customer_id, category) as latest,
    from months
)

select
    customer_id,
    cast(count(*) filter (where category = 'rent') as integer) as rent_months,
    cast(count(*) filter (where category = 'beauty') as integer) as beauty_months,
from counted
where
    number = latest - place + 1
    and latest >= extract(year from cast($this_month as date)) * 12
    + extract(month from cast($this_month as date)) - 1
group by customer_id
