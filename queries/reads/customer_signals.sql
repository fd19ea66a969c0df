-- One row per customer with this number, ordered by customer_id.
-- params: customer_id
-- about: customer
select
    tags, scenario_since, month_now, days_to_holiday, category_windows,
    viewed_products, viewed_often, calculated_products, unfinished_products,
    asked_topics, mortgage_opened_on, mortgage_settled_on, home_loan_dues_left,
    joint_opened_on, organisation_registered_on, foreign_categories,
    count_charging_30d, count_jewellery_90d, car_insured_on, home_shops_45d,
    luxury_income_share, is_top_luxury, rent_months, beauty_months, gift_payers,
    count_receipts_30d, receipt_gap_ratio, wholesale_ratio, external_attributes,
from portrait
where customer_id = $customer_id
