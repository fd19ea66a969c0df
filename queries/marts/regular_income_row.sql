-- One row per salary or pension payment of the last 12 months.
-- params: none
-- scope: customer
with tagged as (
    select *, method as income from income_row
    where method in ('salary', 'pension')
),

untagged as (
    select income_row.*, 'salary' as income
    from income_row
    inner join salary_anchor
        on
            income_row.customer_id = salary_anchor.customer_id
            and income_row.payer = salary_anchor.payer
            and abs(income_row.value - salary_anchor.value) * 5 <= salary_anchor.value
            and abs(income_row.day - salary_anchor.day) <= 4
    where income_row.method not in ('salary', 'pension')
),

payments as (
    select * from tagged
    union all
    select * from untagged
)

select
    customer_id,
    income,
    transaction_id,
    account_id,
    booked_at,
    booked_on,
    month,
    method = income as is_tagged,
    md5(counterparty) as payer_key,
    value,
from payments
