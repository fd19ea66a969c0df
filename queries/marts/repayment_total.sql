-- One row per customer with instalments due in the last 24 months: how they were paid.
-- params: as_of, from_24m, late_after_days
-- scope: customer
with debts as (
    select customer_id, account_id from account_state
    where is_liability
),

dues as (
    select
        debts.customer_id,
        schedule.due_on,
        coalesce(
            schedule.paid_on <= $as_of
            and coalesce(schedule.paid_amount, schedule.due_amount)
            >= schedule.due_amount,
            false
        ) as is_paid,
        date_diff('day', schedule.due_on, coalesce(schedule.paid_on, $as_of))
            as days_to_payment,
        date_diff('day', schedule.due_on, $as_of) as days_since,
    from loan_schedule as schedule
    inner join debts on schedule.account_id = debts.account_id
    where schedule.due_on >= $from_24m and schedule.due_on <= $as_of
),

measured as (
    select
        customer_id,
        due_on,
        is_paid,
        greatest(case when is_paid then days_to_payment else days_since end, 0)
            as days_late,
    from dues
)

select
    customer_id,
    count(*) as count_due,
    count(*) filter (where days_late > $late_after_days) as count_late,
    count(*) filter (where not is_paid and days_late > $late_after_days)
        as count_overdue,
    max(days_late) as worst_days_late,
    max(due_on) filter (where days_late > $late_after_days) as last_late_on,
from measured
group by customer_id
