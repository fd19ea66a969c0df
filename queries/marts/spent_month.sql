-- One row per customer: spending by payment method, last 12 calendar months.
-- params: from_12m
-- scope: customer
with by_month as (
    select
        customer_id,
        month,
        method,
        cast(-sum(value) as decimal(18, 2)) as amount,
    from transaction_row
    where
        is_spending
        and month >= $from_12m
    group by all
)

select
    customer_id,
    cast(
        list_sort(list({'month': month, 'code': method, 'amount': amount}))
        as struct(month date, code varchar, amount decimal(18, 2))[]
    ) as spent_by_month,
from by_month
group by customer_id
