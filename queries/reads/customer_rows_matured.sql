-- One row per account that matured within 90 days and is not held any more, ordered by
-- matures_on (newest first) and account_id.
-- params: customer_id, at_most
-- about: customer
with matured as (
    select * from rows.matured_row
    where customer_id = $customer_id
),

totalled as (
    select *, sum(value) over () as total, count(*) over () as count_rows
    from matured
)

select
    total,
    count_rows,
    account_id,
    kind,
    product_code,
    matures_on,
    balance_on,
    value,
from totalled
order by matures_on desc, account_id asc
limit $at_most
