-- One row per row of the feed table merchant_category: typed, with its fault or NULL.
-- params: none
-- scope: bank
with typed as (
    select
        code, lower(category) as category, source_file, source_row,
    from raw_merchant_category
)

select
    code, category, source_file, source_row,
    case
        when code is null then 'key:code'
        when
            category is null or category not in (
                'grocery', 'dining', 'travel', 'transport', 'education', 'child',
                'medical', 'home_improvement', 'wedding', 'car', 'luxury', 'beauty',
                'culture', 'rent', 'wholesale', 'utilities', 'insurance', 'investment',
                'gambling_like', 'other'
            )
            then 'required:category'
    end as fault,
from typed
