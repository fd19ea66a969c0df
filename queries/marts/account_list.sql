-- One row per customer with open accounts: the accounts, products and kinds held.
-- params: as_of
-- scope: customer
with open_accounts as (
    select * from account_state
    where is_open
),

balances as (
    select account_id, balance_on, balance
    from balance_row
    where report_on = $as_of
)

select
    customer_id,
    list_sort(list({
        'account_id': open_accounts.account_id,
        'kind': kind,
        'product_code': product_code,
        'currency': currency,
        'opened_on': opened_on,
        'matures_on': matures_on,
        'auto_renew': auto_renew,
        'renew_term': renew_term,
        'interest_rate': interest_rate,
        'credit_limit': credit_limit,
        'balance': balance,
        'balance_on': balance_on
    })) as accounts,
    list_sort(
        list(distinct product_code) filter (where product_code is not null)
    ) as held_products,
    list_sort(list(distinct kind)) as held_kinds,
from open_accounts
left join balances on open_accounts.account_id = balances.account_id
group by customer_id
