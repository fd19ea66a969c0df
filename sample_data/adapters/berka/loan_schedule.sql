-- One row per loan and instalment: due on the 12th, paid where a payment shows it.
-- params: business_date
with loans as (
    select
        loan_id,
        account_id,
        try_cast(payments as decimal(18, 2)) as due_amount,
        try_cast(duration as integer) as months,
        cast(try_strptime('19' || date, '%Y%m%d') as date) as granted_on,
    from loan
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
        cast(date_trunc('month', booked_on) as date) as paid_month,
        max(booked_on) as paid_on,
        sum(amount) as paid_amount,
    from (
        select
            account_id,
            cast(try_strptime('19' || date, '%Y%m%d') as date) as booked_on,
            try_cast(amount as decimal(18, 2)) as amount,
        from trans
        where k_symbol = 'UVER'
    ) as booked
    where booked_on <= $business_date
    group by account_id, paid_month
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
        and cast(date_trunc('month', instalments.due_on) as date)
        = payments.paid_month
