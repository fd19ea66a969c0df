-- One row per wealth product, fund or security that ends or opens soon.
-- params: as_of, currency, soon_days, near_days, last_days
-- scope: customer
with maturing as (
    select *, date_diff('day', cast($as_of as date), matures_on) as days_left
    from maturity_row
    where
        kind in ('wealth', 'fund', 'securities')
        and matures_on <= $as_of + $soon_days
)

select
    customer_id,
    'investment_maturing' as event_code,
    cast($as_of as date) as happened_on,
    matures_on as expires_on,
    case when currency = $currency then value end as amount,
    cast(case
        when auto_renew then 0.3
        when days_left <= $last_days then 0.95
        when days_left <= $near_days then 0.8
        else 0.6
    end as double) as strength,
    cast(to_json({
        'account_tail': right(account_id, 4),
        'kind': kind,
        'due_on': matures_on,
        'days_left': days_left,
        'renews': auto_renew
    }) as varchar) as evidence,
from maturing
