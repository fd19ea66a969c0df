-- One row per account and report date on which it was open, with its last balance.
-- params: as_of
-- scope: customer
with accounts as (
    select
        customer_id,
        account_id,
        kind,
        is_asset,
        coalesce(product_kind = 'gov_bond', false) as is_gov_bond,
        currency,
        is_feed_currency,
        rate,
        closed_on,
    from account_state
    where opened_on <= $as_of and (is_asset or is_liability)
),

balances as (
    select
        accounts.*,
        balance.balance_on,
        balance.balance,
        lead(balance.balance_on) over (
            partition by accounts.customer_id, accounts.account_id
            order by balance.balance_on, accounts.account_id
        ) as next_on,
    from balance
    inner join accounts on balance.account_id = accounts.account_id
    where balance.balance_on <= $as_of
),

on_dates as (
    select balances.*, report_date.report_on
    from balances
    inner join report_date
        on
            balances.balance_on <= report_date.report_on
            and report_date.report_on < coalesce(balances.next_on, date '9999-12-31')
    where balances.closed_on is null or balances.closed_on > report_date.report_on
)

select
    customer_id,
    report_on,
    account_id,
    kind,
    is_asset,
    is_gov_bond,
    currency,
    balance_on,
    balance,
    case
        when is_feed_currency then balance
        else cast(cast(balance as decimal(28, 2)) * rate as decimal(18, 2))
    end as value,
from on_dates
