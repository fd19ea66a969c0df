-- One row per customer: spending by category in the 365 days ending with as_of.
-- params: none
-- scope: customer
with windows as (
    select customer_id, category, amount_365d, count_365d from category_window
)

select
    customer_id,
    list_sort(
        list({'code': category, 'amount': amount_365d, 'count': count_365d})
    ) as spent_by_category_365d,
from windows
group by customer_id
