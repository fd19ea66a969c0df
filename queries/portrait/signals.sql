-- One row per customer: facts that scenario cards and tags are judged by.
-- params: this_month, as_of, next_holiday_on
-- scope: customer
with customers as (
    select customer_id from customer
),

salaries as (
    select customer_id, amount from regular_income
    where income = 'salary'
),

unfinished as (
    select
        customer_id,
        list_sort(list(distinct product_code)) as unfinished_products,
    from unfinished_row
    where product_code is not null
    group by customer_id
)

select
    customers.customer_id,
    cast(extract(month from cast($this_month as date)) as integer) as month_now,
    date_diff('day', cast($as_of as date), cast($next_holiday_on as date))
        as days_to_holiday,
    coalesce(windows.category_windows, []) as category_windows,
    coalesce(touches.viewed_products, []) as viewed_products,
    coalesce(touches.viewed_often, []) as viewed_often,
    coalesce(touches.calculated_products, []) as calculated_products,
    coalesce(unfinished.unfinished_products, []) as unfinished_products,
    coalesce(touches.asked_topics, []) as asked_topics,
    accounts.mortgage_opened_on,
    accounts.mortgage_settled_on,
    cast(dues_left.home_loan_dues_left as integer) as home_loan_dues_left,
    accounts.joint_opened_on,
    accounts.organisation_registered_on,
    coalesce(purchases.foreign_categories, []) as foreign_categories,
    cast(coalesce(purchases.count_charging_30d, 0) as integer) as count_charging_30d,
    cast(coalesce(purchases.count_jewellery_90d, 0) as integer) as count_jewellery_90d,
    purchases.car_insured_on,
    cast(coalesce(purchases.home_shops_45d, 0) as integer) as home_shops_45d,
    cast(round(
        cast(purchases.luxury_on_credit_60d as double)
        / nullif(cast(salaries.amount as double), 0), 4
    ) as decimal(9, 4)) as luxury_income_share,
    coalesce(windows.luxury_365d >= luxury_bar.least_amount, false) as is_top_luxury,
    coalesce(streaks.rent_months, 0) as rent_months,
    coalesce(streaks.beauty_months, 0) as beauty_months,
    coalesce(gifts.gift_payers, 0) as gift_payers,
    coalesce(receipts.count_receipts_30d, 0) as count_receipts_30d,
    receipts.receipt_gap_ratio,
    windows.wholesale_ratio,
from customers
cross join luxury_bar
left join category_list as windows on customers.customer_id = windows.customer_id
left join touch_signal as touches on customers.customer_id = touches.customer_id
left join unfinished on customers.customer_id = unfinished.customer_id
left join account_signal as accounts on customers.customer_id = accounts.customer_id
left join dues_left on customers.customer_id = dues_left.customer_id
left join purchase_signal as purchases on customers.customer_id = purchases.customer_id
left join salaries on customers.customer_id = salaries.customer_id
left join month_streak as streaks on customers.customer_id = streaks.customer_id
left join gift_signal as gifts on customers.customer_id = gifts.customer_id
left join receipt_signal as receipts on customers.customer_id = receipts.customer_id
