-- One row per bank card: debit, credit or social security.
with issued as (
    select person.*, 1 as slot, 'debit' as card_kind
    from person
    where segment <> 'minor' or age >= 12
    union all
    select person.*, plan.slot, 'credit'
    from person
    inner join plan_account as plan using (i)
    where plan.kind = 'credit_card'
    union all
    select person.*, 1, 'social_security'
    from person
    where age >= 50 and u(i, 'social card') < 0.4
),

dated as (
    select
        *,
        u(i, 'card ' || card_kind) as card_draw,
        first_opened_on
        + cast(floor(u(i, 'issued ' || card_kind) * 50) as int) as issued_on,
    from issued
)

select
    'K' || lpad(
        cast(i as varchar), 8, '0') || case card_kind
        when 'debit' then '1'
        when 'credit' then '2' else '3'
    end as card_id,
    account_of(i, slot) as account_id,
    customer_id,
    card_kind as kind,
    lpad(cast(cast(floor(card_draw * 10000) as int) as varchar), 4, '0') as last4,
    issued_on,
    case
        when card_kind <> 'social_security' or u(i, 'activated') < 0.55
            then issued_on + 2
    end as activated_on,
    card_kind = 'debit' and u(i, 'blocked') < 0.008 as blocked,
    case when card_kind <> 'social_security' then nullif(concat_ws(
        ';',
        case when u(i, 'a' || card_kind) < mix.alipay * 1.7 then 'alipay' end,
        case when u(i, 'w' || card_kind) < mix.wechat * 1.9 then 'wechat' end,
        case when u(i, 'p' || card_kind) < 0.2 then 'unionpay' end
    ), '') end as bound_wallets,
from dated inner join band as mix using (band)
order by card_id
