-- One row per spending of the year, ordered by booked_at (newest first) and account.
-- params: customer_id, method, category, destination, at_most
-- about: customer
with spending as (
    select * from rows.transaction_row
    where customer_id = $customer_id and is_spending and is_in_year
),

asked as (
    select * from spending
    where
        ($method is null or method = $method)
        and ($category is null or category = $category)
        and (
            $destination is null
            or (method in ('alipay', 'wechat') and method = $destination)
            or (method = 'transfer' and counterparty_bank = $destination)
        )
),

totalled as (
    select *, -sum(value) over () as total, count(*) over () as count_rows
    from asked
)

select
    total,
    count_rows,
    booked_at,
    account_id,
    method,
    category,
    channel,
    city,
    counterparty_bank,
    -value as value,
from totalled
order by
    booked_at desc, account_id asc, value asc, method asc, category asc,
    channel asc, city asc, counterparty_bank asc
limit $at_most
