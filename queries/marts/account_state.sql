-- One row per account, with its owner, what it is, and whether it is open on as_of.
-- params: as_of, currency
-- scope: customer
with accounts as (
    select * from account
),

products as (
    select product_code, kind as product_kind from product
),

rates as (
    select currency, rate from fx_rate
)

select
    accounts.customer_id,
    accounts.account_id,
    accounts.kind,
    accounts.kind in (
        'current', 'time_deposit', 'wealth', 'fund', 'insurance', 'gold', 'securities'
    ) as is_asset,
    accounts.kind in (
        'credit_card', 'consumer_loan', 'mortgage', 'business_loan'
    ) as is_liability,
    accounts.product_code,
    products.product_kind,
    accounts.currency,
    accounts.currency = $currency as is_feed_currency,
    case
        when accounts.currency = $currency then cast(1 as decimal(9, 6))
        else rates.rate
    end as rate,
    accounts.opened_on,
    accounts.matures_on,
    coalesce(accounts.auto_renew, false) as auto_renew,
    accounts.renew_term,
    accounts.closed_on,
    accounts.interest_rate,
    accounts.credit_limit,
    accounts.opened_on <= $as_of
    and (accounts.closed_on is null or accounts.closed_on > $as_of) as is_open,
from accounts
left join products on accounts.product_code = products.product_code
left join rates on accounts.currency = rates.currency
