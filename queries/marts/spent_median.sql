-- One row per customer: median spending of the last 6 full months with transactions.
-- params: complete_6m, complete_until
-- scope: customer
with by_month as (
    select
        customer_id,
        month,
        coalesce(-sum(value) filter (where is_spending), 0) as amount,
    from transaction_row
    where month >= $complete_6m and month < $complete_until
    group by all
)

select
    customer_id,
    cast(round(median(cast(amount as double)), 2) as decimal(18, 2))
        as monthly_spend_median,
from by_month
group by customer_id
