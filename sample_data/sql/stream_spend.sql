-- One row per everyday purchase as a transaction.
select
    i,
    n,
    cast(case
        when
            payment_method = 'card' and card_slot is not null and city_draw < 0.6
            and not (rests_card and booked_on > as_of() - 190)
            then card_slot
        else 1
    end as utinyint) as slot,
    moment(booked_on, hour_of_day, city_draw * 60) as booked_at,
    case
        when payment_method = 'cash'
            then -money(greatest(1, ceil(spend_size * median / 100)) * 100)
        else
            -money(greatest(1, round(
                spend_size * median * exp(sigma * bell(size_a, size_b)), 2
            )))
    end as amount,
    case payment_method
        when 'alipay' then 'third_party' when 'wechat' then 'third_party'
        when 'card' then 'pos' when 'transfer' then 'mobile'
        else case when band >= 5 and size_a < 0.45 then 'counter' else 'atm' end
    end as channel,
    payment_method,
    case when payment_method <> 'cash' then merchant end as counterparty_name,
    case payment_method when 'alipay' then '支付宝' when 'wechat' then '微信' end
        as counterparty_bank,
    case when payment_method <> 'cash' then cast(code as varchar) end
        as merchant_category,
    city,
    case when payment_method = 'cash' then '取现' end as memo,
from purchase
