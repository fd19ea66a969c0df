-- One row per receipt of a shop owner, a gig worker or somebody kept by family.
with rhythm as (
    select
        crowd.*,
        m,
        case
            when has_new_trade then 24
            when segment = 'business_owner' and m < 7 then 23
            when segment = 'business_owner' then 3
            when segment = 'flexible_newcitizen' and m < 12 then 5
            when segment = 'flexible_newcitizen' then 2 else 1
        end as count_receipts,
        case
            when has_new_trade then 70000
            when segment = 'business_owner' then income / 0.3 else income
        end as month_sum,
        segment = 'business_owner' or has_new_trade as is_trade,
    from crowd, month
    where
        segment in ('business_owner', 'flexible_newcitizen') or is_supported
        or has_new_trade and m < 2
),

receipts as (
    select
        rhythm.*,
        cast(10000 + m * 40 + k as int) as n,
        u(i * 4096 + m * 40 + k, 'receipt day') as day_draw,
        u(i * 4096 + m * 40 + k, 'receipt size') as a,
        u(i * 4096 + m * 40 + k, 'receipt size b') as b,
        u(i * 4096 + m * 40 + k, 'receipt party') as party_draw,
    from (select *, unnest(range(count_receipts)) as k from rhythm) as rhythm
),

dated as (
    select
        *,
        in_month(m, 1 + floor(day_draw * date_diff(
            'day', month_start(m), last_day(month_start(m)) + 1
        ))) as booked_on,
    from receipts
)

select
    i,
    n,
    1 as slot,
    moment(booked_on, 8 + a * 13, party_draw * 60) as booked_at,
    money(greatest(10, round(
        month_sum / count_receipts * exp(0.55 * bell(a, b) - 0.15), 2
    ))) as amount,
    case
        when is_trade and party_draw < 0.8 or is_supported
            then 'third_party'
        else 'online'
    end as channel,
    case
        when is_supported then 'transfer' when party_draw < 0.5 then 'wechat'
        when party_draw < 0.8 then 'alipay' else 'transfer'
    end as payment_method,
    case
        when is_supported then name
        when segment = 'flexible_newcitizen' and a < 0.6 then '平台结算'
        else pick(words('surname'), b) || '*' || pick(words('given_m'), party_draw)
    end as counterparty_name,
    outside_account(u(i * 4096 + n, 'receipt account')) as counterparty_account,
    case
        when is_supported then pick(words('other_bank'), u(i, 'other bank'))
        when party_draw < 0.5 then '微信' when party_draw < 0.8 then '支付宝'
        else pick(words('other_bank'), a)
    end as counterparty_bank,
    case
        when is_supported then '转入' when is_trade then '收款'
        else '劳务结算'
    end as memo,
from dated
where booked_on <= as_of() and booked_on >= first_opened_on
