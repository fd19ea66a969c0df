-- One row per loan and instalment: due on the 12th, paid where a payment shows it.
-- params: business_date
with loans as ( -- whole crowns in the loan, the exact instalment in its standing order
    select
        loan.loan_id,
        loan.account_id,
        coalesce(
            max(try_cast(orders.amount as decimal(18, 2))),
            try_cast(loan.payments as decimal(18, 2))
        ) as due_amount,
        try_cast(loan.duration as integer) as months,
        cast(try_strptime('19' || loan.date, '%Y%m%d') as date) as granted_on,
    from loan
    left join orders
        on
            loan.account_id = orders.account_id
            and orders.k_symbol = 'UVER'
            and abs(
                try_cast(orders.amount as decimal(18, 2))
                - try_cast(loan.payments as decimal(18, 2))
            ) <= 0.50
    group by loan.loan_id, loan.account_id, loan.payments, loan.duration, loan.date
),

first_due as (
    select
        *,
        cast(
            date_trunc('month', granted_on)
            + interval 11 days
            + to_months(case when day(granted_on) < 12 then 0 else 1 end)
            as date
        ) as first_due_on,
    from loans
),

instalments as (
    select
        loan_id,
        account_id,
        due_amount,
        unnest(range(months)) as months_later,
        cast(first_due_on + to_months(months_later) as date) as due_on,
    from first_due
),

payments as (
    select
        account_id,
        max(cast(try_strptime('19' || date, '%Y%m%d') as date)) as paid_on,
        sum(try_cast(amount as decimal(18, 2))) as paid_amount,
    from trans
    where
        k_symbol = 'UVER'
        and cast(try_strptime('19' || date, '%Y%m%d') as date) <= $business_date
    group by account_id, date[1:4]
)

select
    'L' || instalments.loan_id as account_id,
    instalments.due_on,
    instalments.due_amount,
    payments.paid_on,
    payments.paid_amount,
    case when payments.paid_on is not null then instalments.account_id end
        as paid_from_account,
from instalments
left join payments
    on
        instalments.account_id = payments.account_id
        and date_trunc('month', instalments.due_on)
        = date_trunc('month', payments.paid_on)
