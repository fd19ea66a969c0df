-- One row per customer: money in and out in 24 months, own transfers left out.
-- params: none
-- scope: customer
with by_month as (
    select
        customer_id,
        month,
        cast(coalesce(sum(value) filter (where value > 0), 0) as decimal(18, 2))
            as inflow,
        cast(coalesce(-sum(value) filter (where value < 0), 0) as decimal(18, 2))
            as outflow,
    from transaction_row
    where not is_own_transfer and value is not null
    group by all
)

select
    customer_id,
    list_sort(list({'month': month, 'inflow': inflow, 'outflow': outflow}))
        as flows_by_month,
from by_month
group by customer_id
