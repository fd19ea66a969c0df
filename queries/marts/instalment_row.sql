-- One row per instalment of a debt that fell due in the last 24 months or will.
-- params: as_of, from_24m
-- scope: customer
with debts as (
    select customer_id, account_id, kind from account_state
    where is_liability
),

dues as (
    select
        debts.customer_id,
        debts.account_id,
        debts.kind,
        schedule.due_on,
        schedule.due_amount,
        case when schedule.paid_on <= $as_of then schedule.paid_on end as paid_on,
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
    where schedule.due_on >= $from_24m
)

select
    customer_id,
    account_id,
    kind,
    due_on,
    due_amount,
    paid_on,
    is_paid,
    greatest(case when is_paid then days_to_payment else days_since end, 0)
        as days_late,
from dues
