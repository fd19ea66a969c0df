-- One row per customer with instalments due in the last 24 months: how they were paid.
-- params: as_of, late_after_days
-- scope: customer
with dues as (
    select customer_id, due_on, is_paid, days_late from instalment_row
    where due_on <= $as_of
)

select
    customer_id,
    count(*) as count_due,
    count(*) filter (where days_late > $late_after_days) as count_late,
    count(*) filter (where not is_paid and days_late > $late_after_days)
        as count_overdue,
    max(days_late) as worst_days_late,
    max(due_on) filter (where days_late > $late_after_days) as last_late_on,
from dues
group by customer_id
