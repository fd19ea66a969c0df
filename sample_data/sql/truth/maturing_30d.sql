-- One row per open asset account in the feed's currency that matures within 30
-- days.
select
    customer_of(i) as customer_id,
    account_of(i, slot) as account_id,
    matures_on,
    auto_renew,
    amount,
from plan_account
where
    kind in ('time_deposit', 'wealth', 'insurance', 'securities', 'fund', 'gold')
    and matures_on between as_of() and as_of() + 30 and closed_on is null
order by account_id
