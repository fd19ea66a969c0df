-- One row per customer: spending by payment method in the 365 days ending with as_of.
-- params: none
-- scope: customer
with by_method as (
    select customer_id, method, -sum(value) as amount, count(*) as count_rows
    from transaction_row
    where is_spending and is_in_year
    group by all
)

select
    customer_id,
    list_sort(
        list({'code': cast(method as varchar), 'amount': amount, 'count': count_rows})
    ) as spent_by_method_365d,
from by_method
group by customer_id
