-- One row per account and month end of two years, and the business date.
-- params: business_date
with booked as (
    select
        account_id,
        trans_id,
        cast(try_strptime('19' || date, '%Y%m%d') as date) as booked_on,
        try_cast(balance as decimal(18, 2)) as balance,
        try_cast(amount as decimal(18, 2))
        * case when type = 'PRIJEM' then 1 when type in ('VYDAJ', 'VYBER') then -1 end
            as amount,
    from trans
),

summed as (
    select
        *,
        sum(amount) over (partition by account_id order by booked_on) as sum_so_far,
    from booked
    where booked_on <= $business_date
),

days as ( -- several rows on one day: the one nearest the running sum closes it
    select account_id, booked_on, balance
    from summed
    qualify row_number() over (
        partition by account_id, booked_on
        order by abs(balance - sum_so_far), trans_id desc
    ) = 1
),

dates as (
    select last_day($business_date - to_months(unnest(range(1, 25)))) as balance_on
    union
    select $business_date as balance_on
),

current_balances as (
    select days.account_id, balance_dates.balance_on, days.balance
    from (
        select accounts.account_id, dates.balance_on
        from (select distinct account_id from days) as accounts
        cross join dates
    ) as balance_dates
    asof inner join days
        on
            balance_dates.account_id = days.account_id
            and balance_dates.balance_on >= days.booked_on
),

loan_balances as (
    select
        schedule.account_id,
        dates.balance_on,
        sum(schedule.due_amount) filter (
            where schedule.paid_on is null or schedule.paid_on > dates.balance_on
        ) as balance,
    from feed.loan_schedule as schedule
    inner join feed.account as loan on schedule.account_id = loan.account_id
    inner join dates on try_cast(loan.opened_on as date) <= dates.balance_on
    group by schedule.account_id, dates.balance_on
)

select * from current_balances
union all
select
    account_id,
    balance_on,
    coalesce(balance, 0) as balance,
from loan_balances
