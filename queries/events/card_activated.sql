-- One row per card that was activated lately.
-- params: as_of, window_days
-- scope: customer
with cards as (
    select card.*
    from card
    semi join open_account on card.account_id = open_account.account_id
    where
        not coalesce(card.blocked, false)
        and card.activated_on between $as_of - $window_days and $as_of
)

select
    customer_id,
    'card_activated' as event_code,
    activated_on as happened_on,
    activated_on + $window_days as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(0.4 as double) as strength,
    cast(to_json({
        'card_id': card_id, 'card_kind': kind, 'card_tail': last4
    }) as varchar) as evidence,
from cards
