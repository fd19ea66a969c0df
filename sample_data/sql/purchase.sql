-- One row per everyday purchase: merchant, day, hour and way of paying from slots.
with purchases as (
    select
        crowd.*,
        cast(k as int) as n,
        hash(xor(hash(i * 16384 + k), hash(getvariable('seed') || 'spend'))) as h,
        hash(xor(hash(i * 16384 + k), hash(getvariable('seed') || 'size'))) as g,
    from (
        select
            i, band, home_city, first_opened_on, spend_size, segment, card_slot,
            rests_card, story_category, story_on,
            unnest(range(count_spend)) as k
        from crowd
    ) as crowd
),

placed as (
    select
        i, n, card_slot, segment, home_city, first_opened_on, spend_size, band, g,
        rests_card, story_category, story_on,
        cast(h % 8192 as int) as day_slot,
        cast((h >> 13) % 4096 as int) as spend_slot,
        cast((h >> 25) % 1024 as double) / 1024 as pay_draw,
        cast((h >> 35) % 1024 as double) / 1024 as hour_a,
        cast((h >> 45) % 1024 as double) / 1024 as hour_b,
        cast((h >> 55) % 512 as double) / 512 as city_draw,
        cast((g >> 20) % 65536 as double) / 65536 as size_a,
        cast((g >> 36) % 65536 as double) / 65536 as size_b,
    from purchases
)

select
    placed.*,
    day_slot.booked_on,
    shop.* exclude (band, spend_slot),
    case
        when shop.category = 'insurance' then 'transfer'
        when
            day_slot.is_sale and pay_draw < mix.alipay + 0.3 * mix.wechat
            then 'alipay'
        when pay_draw < mix.alipay then 'alipay'
        when pay_draw < mix.alipay + mix.wechat then 'wechat'
        when pay_draw < mix.alipay + mix.wechat + mix.card then 'card'
        else 'cash'
    end as payment_method,
    case
        when city_draw < 0.04 or (day_slot.is_holiday and city_draw < 0.25)
            then pick(words('other_city'), city_draw * 4)
        else home_city
    end as city,
    hour + mix.hour_shift * 0.6 + (hour_a + hour_b - 1) * spread as hour_of_day,
from placed
inner join day_slot using (day_slot)
inner join spend_slot as shop
    on placed.band = shop.band and placed.spend_slot = shop.spend_slot
inner join band as mix on placed.band = mix.band
where
    day_slot.booked_on >= first_opened_on
    and (story_category is distinct from shop.category or day_slot.booked_on > story_on)
