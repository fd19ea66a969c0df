-- One row per customer with cards on open accounts, and the wallets bound to them.
-- params: as_of
-- scope: customer
with cards as (
    select
        card.*,
        list_sort(coalesce(card.bound_wallets, [])) as wallets,
        coalesce(card.blocked, false) as is_blocked,
    from card
    inner join open_account on card.account_id = open_account.account_id
    where card.issued_on is null or card.issued_on <= $as_of
)

select
    customer_id,
    list_sort(list({
        'card_id': card_id,
        'account_id': account_id,
        'kind': kind,
        'last4': last4,
        'issued_on': issued_on,
        'activated_on': activated_on,
        'blocked': is_blocked,
        'bound_wallets': wallets
    })) as cards,
    list_sort(list_distinct(flatten(list(wallets) filter (where not is_blocked))))
        as bound_wallets,
    bool_or(
        kind = 'social_security'
        and not is_blocked
        and (activated_on is null or activated_on > $as_of)
    ) as has_social_security_card_inactive,
from cards
group by customer_id
