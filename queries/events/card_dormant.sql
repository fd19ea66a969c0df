-- One row per credit card account that has not been used for long.
-- params: as_of, dormant_days, window_days
-- scope: customer
with cards as (
    select
        accounts.customer_id,
        accounts.account_id,
        max(card.activated_on) as activated_on,
        max(card.last4) as card_tail,
    from account_state as accounts
    inner join card on accounts.account_id = card.account_id
    where
        accounts.is_open
        and accounts.kind = 'credit_card'
        and not coalesce(card.blocked, false)
        and card.activated_on <= $as_of - $dormant_days
    group by accounts.customer_id, accounts.account_id
),

uses as (
    select moves.account_id, max(moves.booked_on) as used_on
    from transaction_row as moves
    semi join cards on moves.account_id = cards.account_id
    where moves.value < 0 and moves.method not in ('interest', 'fee')
    group by moves.account_id
),

silent as (
    select
        cards.*,
        coalesce(uses.used_on, cards.activated_on) as since_on,
    from cards
    left join uses on cards.account_id = uses.account_id
)

select
    customer_id,
    'card_dormant' as event_code,
    since_on + $dormant_days as happened_on,
    since_on + $dormant_days + $window_days as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(0.3 as double) as strength,
    cast(to_json({
        'account_tail': right(account_id, 4),
        'card_tail': card_tail,
        'since_on': since_on
    }) as varchar) as evidence,
from silent
where since_on + $dormant_days <= $as_of
