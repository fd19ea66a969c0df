-- One row per salary that today's employer paid, ordered by booked_at (newest first).
-- params: customer_id, at_most
-- about: customer
with employers as (
    select payer_key from rows.relation
    where customer_id = $customer_id and kind = 'employer'
),

payments as (
    select income.* from rows.regular_income_row as income
    semi join employers on income.payer_key = employers.payer_key
    where income.customer_id = $customer_id and income.income = 'salary'
),

totalled as (
    select *, sum(value) over () as total, count(*) over () as count_rows
    from payments
)

select
    total,
    count_rows,
    booked_at,
    account_id,
    is_tagged,
    value,
from totalled
order by booked_at desc, transaction_id asc
limit $at_most
