-- One row per open asset account with a maturity on or after as_of.
-- params: as_of
-- scope: customer
with accounts as (
    select * from account_state
    where is_open and is_asset and matures_on >= $as_of
),

balances as (
    select account_id, balance_on, balance, value
    from balance_row
    where report_on = $as_of
)

select
    accounts.customer_id,
    accounts.account_id,
    accounts.kind,
    accounts.product_code,
    accounts.product_kind,
    accounts.currency,
    accounts.matures_on,
    accounts.auto_renew,
    accounts.renew_term,
    accounts.interest_rate,
    balances.balance_on,
    balances.balance,
    balances.value,
    accounts.is_feed_currency and accounts.matures_on <= $as_of + 30 as is_in_30d,
from accounts
left join balances on accounts.account_id = balances.account_id
