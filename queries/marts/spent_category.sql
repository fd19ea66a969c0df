-- One row per customer: spending by category in the 365 days ending with as_of.
-- params: none
-- scope: customer
with by_category as (
    select customer_id, category, -sum(value) as amount, count(*) as count_rows
    from transaction_row
    where is_spending and is_in_year
    group by all
)

select
    customer_id,
    list_sort(list({'code': category, 'amount': amount, 'count': count_rows}))
        as spent_by_category_365d,
from by_category
group by customer_id
