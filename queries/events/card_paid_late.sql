-- One row per instalment of a credit card that was not paid in time.
-- params: as_of, grace_days, window_days
-- scope: customer
with dues as (
    select
        accounts.customer_id,
        accounts.account_id,
        schedule.due_on,
        schedule.due_amount,
        schedule.paid_on,
    from loan_schedule as schedule
    inner join account_state as accounts
        on schedule.account_id = accounts.account_id
    where
        accounts.is_open
        and accounts.kind = 'credit_card'
        and (
            schedule.paid_on is null
            or schedule.paid_on > schedule.due_on + $grace_days
            or coalesce(schedule.paid_amount, schedule.due_amount)
            < schedule.due_amount
        )
)

select
    customer_id,
    'card_paid_late' as event_code,
    due_on + $grace_days + 1 as happened_on,
    due_on + $grace_days + 1 + $window_days as expires_on,
    due_amount as amount,
    cast(0.5 as double) as strength,
    cast(to_json({
        'account_tail': right(account_id, 4),
        'due_on': due_on,
        'paid_on': case when paid_on <= $as_of then paid_on end
    }) as varchar) as evidence,
from dues
