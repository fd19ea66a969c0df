-- One row per salary or pension received.
with paid as (
    select crowd.*, m, in_month(m, pay_day) as booked_on, 9000 + m as n
    from crowd, month
    where has_salary and m < paid_months and m >= unpaid_months
    union all
    select crowd.*, m, in_month(m, pension_day), 9100 + m
    from crowd, month
    where has_pension and m < pension_months
)

select
    i,
    n,
    1 as slot,
    moment(booked_on, 9 + u(employer_no, 'pay hour') * 4, 0) as booked_at,
    case
        when n < 9100 and has_raise and m >= raised_months
            then step_to(income / 1.18, 10)
        when n >= 9100 and m >= 1 + month(as_of()) then step_to(income / 1.03, 1)
        else step_to(income, 10)
    end as amount,
    'batch' as channel,
    case
        when n >= 9100 then 'pension' when is_untagged then 'transfer' else 'salary'
    end
        as payment_method,
    case when n >= 9100 then '城乡社保中心' else employer end as counterparty_name,
    case when n >= 9100 then '6200000000000001' else employer_account end
        as counterparty_account,
    case when n >= 9100 then '养老金' when is_untagged then '转账' else '工资' end as memo,
from paid
where booked_on <= as_of() and booked_on >= first_opened_on
