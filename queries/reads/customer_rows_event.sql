-- One row per event of a kind, ordered by happened_on (newest first) and amount.
-- params: customer_id, code, at_most
-- about: customer
with happened as (
    select * from rows.event
    where customer_id = $customer_id and event_code = $code and amount is not null
),

totalled as (
    select *, sum(amount) over () as total, count(*) over () as count_rows
    from happened
)

select
    total,
    count_rows,
    happened_on,
    expires_on,
    amount as value,
from totalled
order by happened_on desc, amount desc, expires_on desc, evidence asc
limit $at_most
