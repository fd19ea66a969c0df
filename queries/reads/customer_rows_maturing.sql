-- One row per account that matures within 30 days, ordered by matures_on, account_id.
-- params: customer_id, at_most
-- about: customer
with maturing as (
    select * from rows.maturity_row
    where customer_id = $customer_id and is_in_30d and value is not null
),

totalled as (
    select *, sum(value) over () as total, count(*) over () as count_rows
    from maturing
)

select
    total,
    count_rows,
    account_id,
    kind,
    product_code,
    matures_on,
    auto_renew,
    balance_on,
    value,
from totalled
order by matures_on, account_id
limit $at_most
