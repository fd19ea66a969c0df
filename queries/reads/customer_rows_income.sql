-- One row per last payment of a salary or pension, ordered by booked_at.
-- params: customer_id, income, at_most
-- about: customer
with payments as (
    select
        *,
        row_number() over (
            order by booked_at desc, value desc, transaction_id asc
        ) as place,
    from rows.regular_income_row
    where customer_id = $customer_id and income = $income
)

select
    value as total,
    1 as count_rows,
    booked_at,
    account_id,
    is_tagged,
    value,
from payments
where place = 1
order by booked_at
limit $at_most
