-- One row per credit card account whose balance comes near its limit.
-- params: as_of, used_share, window_days
-- scope: customer
with used as (
    select
        balances.customer_id,
        balances.account_id,
        balances.balance_on,
        balances.value,
        round(
            cast(balances.balance as double)
            / nullif(cast(accounts.credit_limit as double), 0), 4
        ) as used_share,
    from balance_row as balances
    inner join account_state as accounts
        on balances.account_id = accounts.account_id
    where
        balances.report_on = $as_of
        and balances.kind = 'credit_card'
        and accounts.is_open
)

select
    customer_id,
    'card_near_limit' as event_code,
    balance_on as happened_on,
    balance_on + $window_days as expires_on,
    value as amount,
    cast(0.5 as double) as strength,
    cast(to_json({
        'account_tail': right(account_id, 4), 'used_share': used_share
    }) as varchar) as evidence,
from used
where used_share >= cast($used_share as double)
