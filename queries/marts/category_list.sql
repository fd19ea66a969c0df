-- One row per customer who spent in the last 365 days: windows and marks by category.
-- params: as_of
-- scope: customer
with windows as (
    select * from category_window
    where category not in ('medical', 'child')
)

select
    customer_id,
    list_sort(list({
        'code': category,
        'count_30d': count_30d,
        'count_45d': count_45d,
        'count_60d': count_60d,
        'amount_60d': amount_60d,
        'max_60d': max_60d,
        'count_90d': count_90d,
        'first_on': first_on
    }) filter (where last_on > $as_of - 90)) as category_windows,
    max(amount_365d) filter (where category = 'luxury') as luxury_365d,
    max(case
        when category = 'wholesale'
            then
                cast(round(
                    cast(amount_30d as double) * 12
                    / nullif(cast(amount_365d as double), 0), 4
                ) as decimal(9, 4))
    end) as wholesale_ratio,
from windows
group by customer_id
