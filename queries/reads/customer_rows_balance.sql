-- One row per account with a balance on as_of, ordered by value, account_id.
-- params: customer_id, as_of, kinds, at_most
-- about: customer
with balances as (
    select * from rows.balance_row
    where
        customer_id = $customer_id
        and report_on = $as_of
        and list_contains($kinds, kind)
        and value is not null
),

totalled as (
    select *, sum(value) over () as total, count(*) over () as count_rows
    from balances
)

select
    total,
    count_rows,
    account_id,
    kind,
    balance_on,
    currency,
    balance,
    value,
from totalled
order by value desc, account_id asc
limit $at_most
