-- One row per standing order: rent, bills, or saving each month.
with orders as (
    select i, 1 as k, rent as amount, '房租' as purpose, 2 as day_of_month
    from budget
    where rent > 0 and u(i, 'rent order') < 0.4
    union all
    select i, 2, bills, '缴费', 12 from budget
    where bills > 0
    union all
    select i, 3, 500, '零存整取', 18
    from budget
    where is_active and u(i, 'saves monthly') < 0.05
)

select
    'O' || lpad(cast(i as varchar), 8, '0') || cast(k as varchar) as order_id,
    account_of(i, 1) as account_id,
    money(amount) as amount,
    purpose,
    case when k = 1 then pick(words('other_bank'), u(i, 'bank rent')) end
        as counterparty_bank,
    case when k = 1 then outside_account(u(i, 'account rent')) end
        as counterparty_account,
    day_of_month,
from orders
order by order_id
