-- One row per customer with an instalment due before as_of and not paid by then.
-- params: as_of
-- scope: customer
with loans as (
    select customer_id, account_id from account_state
    where is_open and is_liability
),

overdue as (
    select account_id from loan_schedule
    where
        due_on < $as_of
        and (
            paid_on is null
            or paid_on > $as_of
            or coalesce(paid_amount, due_amount) < due_amount
        )
)

select distinct loans.customer_id
from loans
inner join overdue on loans.account_id = overdue.account_id
