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
        accounts.customer_id,
        accounts.account_id,
        balance.balance_on,
        balance.balance,
        lead(balance.balance_on, 1, date '9999-12-31') over (
            partition by accounts.customer_id, accounts.account_id
            order by balance.balance_on, accounts.account_id
        ) as next_on,
    from balance
    inner join accounts on balance.account_id = accounts.account_id
    where balance.balance_on <= $as_of
),

spans as (
    select distinct balance_on, next_on from balances
),

reported as (
    select spans.balance_on, spans.next_on, report_date.report_on
    from spans
    inner join report_date
        on
            spans.balance_on <= report_date.report_on
            and spans.next_on > report_date.report_on
    group by spans.balance_on, spans.next_on, report_date.report_on
)

select
    accounts.customer_id,
    reported.report_on,
    accounts.account_id,
    accounts.kind,
    accounts.is_asset,
    accounts.is_gov_bond,
    accounts.currency,
    balances.balance_on,
    balances.balance,
    case
        when accounts.is_feed_currency then balances.balance
        else
            cast(
                cast(balances.balance as decimal(28, 2)) * accounts.rate
                as decimal(18, 2)
            )
    end as value,
from balances
inner join reported
    on balances.balance_on = reported.balance_on and balances.next_on = reported.next_on
inner join accounts on balances.account_id = accounts.account_id
where accounts.closed_on is null or accounts.closed_on > reported.report_on
