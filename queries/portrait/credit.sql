-- One row per customer: how debts were repaid, how even the income is, penalties.
-- params: complete_6m, complete_until
-- scope: customer
with customers as (
    select customer_id from customer
),

months as (
    select customer_id, month, sum(amount) as amount from income_month
    where month >= $complete_6m and month < $complete_until
    group by customer_id, month
),

incomes as (
    select
        customer_id,
        count(*) as count_months,
        round(
            stddev_pop(cast(amount as double))
            / nullif(avg(cast(amount as double)), 0), 4
        ) as variation,
    from months
    group by customer_id
),

penalties as (
    select customer_id, count(*) as count_rows, max(booked_on) as last_on
    from transaction_row
    where method = 'interest' and value < 0 and is_in_year
    group by customer_id
)

select
    customers.customer_id,
    case when known.has_schedules then coalesce(repaid.count_due, 0) end
        as count_instalments_24m,
    cast(coalesce(repaid.count_late, 0) as int) as count_late_24m,
    cast(coalesce(repaid.count_overdue, 0) as int) as count_overdue,
    cast(coalesce(repaid.worst_days_late, 0) as int) as worst_days_late,
    repaid.last_late_on,
    cast(coalesce(incomes.count_months, 0) as int) as income_months_6m,
    cast(incomes.variation as decimal(18, 4)) as income_variation,
    cast(coalesce(penalties.count_rows, 0) as int) as count_penalty_interest_365d,
    penalties.last_on as last_penalty_interest_on,
from customers
cross join known_fact as known
left join repayment_total as repaid on customers.customer_id = repaid.customer_id
left join incomes on customers.customer_id = incomes.customer_id
left join penalties on customers.customer_id = penalties.customer_id
