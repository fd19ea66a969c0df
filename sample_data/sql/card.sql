-- One row per bank card of the feed.
select
    'K' || lpad(
        cast(i as varchar), 8, '0') || case card_kind
        when 'debit' then '1'
        when 'credit' then '2' else '3'
    end as card_id,
    account_of(i, slot) as account_id,
    customer_id,
    card_kind as kind,
    lpad(
        cast(cast(floor(u(i, 'card ' || card_kind) * 10000) as int) as varchar), 4, '0'
    ) as last4,
    issued_on,
    activated_on,
    is_blocked as blocked,
    case when card_kind <> 'social_security' then nullif(concat_ws(
        ';',
        case when u(i, 'a' || card_kind) < mix.alipay * 1.7 then 'alipay' end,
        case when u(i, 'w' || card_kind) < mix.wechat * 1.9 then 'wechat' end,
        case when u(i, 'p' || card_kind) < 0.2 then 'unionpay' end
    ), '') end as bound_wallets,
from plan_card inner join band as mix using (band)
order by card_id
