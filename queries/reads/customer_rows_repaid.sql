-- One row per instalment due in the last 24 months, ordered by due_on (newest first)
-- and account_id.
-- params: customer_id, as_of, at_most
-- about: customer
with instalments as (
    select * from rows.instalment_row
    where customer_id = $customer_id and due_on <= $as_of
),

totalled as (
    select *, sum(due_amount) over () as total, count(*) over () as count_rows
    from instalments
)

select
    total,
    count_rows,
    account_id,
    kind,
    due_on,
    paid_on,
    days_late,
    due_amount as value,
from totalled
order by due_on desc, account_id asc
limit $at_most
