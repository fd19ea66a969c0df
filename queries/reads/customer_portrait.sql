-- One row per customer with this number, ordered by customer_id.
-- params: customer_id
-- about: customer
select
    customer_id, as_of, kind, name, gender, birth_date, age, id_number_last4,
    id_expires_on, phone, address_area, address_key, occupation, employer,
    education, marital_status, income_band, language, first_opened_on,
    home_branch_id, manager_staff_id, risk_rating, risk_rated_on, risk_expires_on,
    limited_capacity, care_needs, deceased, has_marketing_consent,
    has_profiling_consent, has_partner_data_consent, has_face_consent, is_control,
    segment, tier, candidates, scenarios, partner_scenarios, aum, aum_90d_ago,
    asset_current, asset_time_deposit, asset_wealth, asset_fund, asset_insurance,
    asset_gold, asset_securities, asset_gov_bond, liabilities,
    liability_credit_card, liability_consumer_loan, liability_mortgage,
    liability_business_loan, other_currencies, maturing_30d,
    next_maturity_on, next_maturity_renews, next_maturity_amount,
    next_maturity_kind, deposit_share, idle_balance, monthly_spend_median,
    accounts, held_products, held_kinds, bound_wallets, has_open_account,
    spent_by_method_365d, spent_by_category_365d, spent_by_month,
    count_transactions_365d, last_transaction_on, count_counter_365d,
    count_mobile_logins_90d,
    last_mobile_login_on, last_branch_visit_on, salary_day, salary_amount,
    salary_last_on, salary_months, pension_day, pension_amount, pension_last_on,
    has_overdue_loan, has_organisation, business_months_6m,
    personal_receipts_monthly, remitted_away_share, is_guardian,
    has_social_security_card_inactive, asked_education, has_open_complaint,
    last_complaint_on, fits_small_loan,
    unfinished, questions, contacts, appointments, event_codes, events,
from portrait
where customer_id = $customer_id
