-- One row per row of the feed table card: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        card_id, account_id, customer_id, lower(kind) as kind, last4,
        try_cast(issued_on as date) as issued_on,
        try_cast(activated_on as date) as activated_on,
        try_cast(blocked as boolean) as blocked,
        lower(replace(bound_wallets, ' ', '')) as bound_wallets, source_file,
        source_row,
    from raw_card
)

select
    card_id, account_id, customer_id,
    case when kind in ('debit', 'credit', 'social_security') then kind end as kind,
    last4,
    case when year(issued_on) between 1900 and 2200 then issued_on end as issued_on,
    case
        when year(activated_on) between 1900 and 2200 then activated_on
    end as activated_on,
    blocked,
    list_filter(
        string_split(bound_wallets, ';'),
        lambda code: code in (
            'alipay', 'wechat', 'unionpay'
        )
    ) as bound_wallets,
    source_file, source_row,
    case
        when card_id is null then 'key:card_id'
        when account_id is null then 'required:account_id'
        when customer_id is null then 'required:customer_id'
    end as fault,
from typed
