-- One row per event of a kind, ordered by booked_at (newest first): the payment of the
-- salary or pension that it tells of.
-- params: customer_id, code, income, at_most
-- about: customer
with happened as (
    select
        happened_on,
        amount,
        cast(date_trunc('month', happened_on) as date) as month,
    from rows.event
    where customer_id = $customer_id and event_code = $code
),

payments as (
    select
        payments.*,
        row_number() over (
            partition by payments.customer_id, happened.happened_on
            order by payments.booked_at asc, payments.transaction_id asc
        ) as place,
    from rows.regular_income_row as payments
    inner join happened
        on payments.month >= happened.month and payments.value = happened.amount
    where payments.customer_id = $customer_id and payments.income = $income
),

told as (
    select * from payments
    where place = 1
),

totalled as (
    select *, sum(value) over () as total, count(*) over () as count_rows
    from told
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
