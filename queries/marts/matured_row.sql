-- One row per asset account that matured within 90 days and is not held any more.
-- params: as_of
-- scope: customer
with balances as (
    select customer_id, account_id, report_on, balance_on, value from balance_row
    where report_on in (cast($as_of as date), cast($as_of as date) - 90) and value > 0
)

select
    accounts.customer_id,
    accounts.account_id,
    accounts.kind,
    accounts.product_code,
    accounts.matures_on,
    earlier.balance_on,
    earlier.value,
from account_state as accounts
inner join balances as earlier
    on
        accounts.account_id = earlier.account_id
        and earlier.report_on = cast($as_of as date) - 90
left join balances as today
    on
        accounts.account_id = today.account_id
        and today.report_on = cast($as_of as date)
where
    accounts.is_asset
    and accounts.matures_on between $as_of - 89 and $as_of
    and today.account_id is null
