-- One row per customer with purchases at certain merchants in the last 365 days.
-- params: as_of, charging_codes, jewellery_codes, car_insurance_words
-- scope: customer
with accounts as (
    select customer_id, account_id, kind, is_feed_currency from account_state
),

codes as (
    select code, category from merchant_category
    where
        category in ('home_improvement', 'luxury', 'insurance', 'travel', 'education')
        or list_contains($charging_codes, code)
),

purchases as (
    select
        accounts.customer_id,
        accounts.kind,
        accounts.is_feed_currency,
        codes.category,
        t.merchant_category as code,
        t.counterparty_name,
        -t.amount as amount,
        cast(t.booked_at as date) as booked_on,
    from transaction as t
    inner join codes on t.merchant_category = codes.code
    inner join accounts on t.account_id = accounts.account_id
    where
        t.amount < 0
        and t.booked_at < cast(cast($as_of as date) + 1 as timestamp)
        and t.booked_at >= $as_of - 364
        and (t.booked_at >= $as_of - 89 or codes.category = 'insurance')
)

select
    customer_id,
    list_sort(list(distinct category) filter (where not is_feed_currency))
        as foreign_categories,
    count(*) filter (
        where list_contains($charging_codes, code) and booked_on > $as_of - 30
    ) as count_charging_30d,
    count(*) filter (where list_contains($jewellery_codes, code))
        as count_jewellery_90d,
    max(booked_on) filter (
        where
        category = 'insurance'
        and regexp_matches(lower(counterparty_name), $car_insurance_words)
    ) as car_insured_on,
    count(distinct counterparty_name) filter (
        where category = 'home_improvement' and booked_on > $as_of - 45
    ) as home_shops_45d,
    max(amount) filter (
        where
        category = 'luxury'
        and kind = 'credit_card'
        and is_feed_currency
        and booked_on > $as_of - 60
    ) as luxury_on_credit_60d,
from purchases
group by customer_id
