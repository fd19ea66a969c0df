-- One row per open account, ordered by kind, opened_on, account_id.
-- params: customer_id, at_most
-- about: customer
with held as (
    select unnest(accounts) as account from portrait
    where customer_id = $customer_id
)

select
    count(*) over () as count_rows,
    account['account_id'] as account_id,
    account['kind'] as kind,
    account['product_code'] as product_code,
    account['opened_on'] as opened_on,
from held
order by kind, opened_on, account_id
limit $at_most
