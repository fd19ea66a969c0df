-- One row per customer with a regular salary: who pays it, and how long now.
-- params: none
-- scope: customer
with salaries as (
    select customer_id from regular_income
    where income = 'salary' and is_present
),

payments as (
    select
        paid.customer_id,
        paid.transaction_id,
        paid.booked_at,
        paid.booked_on,
        paid.value,
        paid.is_tagged,
        transfer_row.counterparty,
        transfer_row.counterparty_name,
    from regular_income_row as paid
    inner join salaries on paid.customer_id = salaries.customer_id
    inner join transfer_row
        on
            paid.customer_id = transfer_row.customer_id
            and paid.transaction_id = transfer_row.transaction_id
    where paid.income = 'salary' and transfer_row.counterparty is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by booked_at desc, value desc, transaction_id
        ) as place,
    from payments
),

payers as (
    select customer_id, counterparty from ranked
    where place = 1
)

select
    payers.customer_id,
    md5(payers.counterparty) as payer_key,
    max(case when ranked.is_tagged then ranked.counterparty_name end) as payer,
    min(ranked.booked_on) as since_on,
    max(ranked.booked_on) as last_on,
    count(*) as count_rows,
    cast(sum(ranked.value) as decimal(18, 2)) as amount,
from payers
inner join ranked
    on
        payers.customer_id = ranked.customer_id
        and payers.counterparty = ranked.counterparty
group by payers.customer_id, payers.counterparty
