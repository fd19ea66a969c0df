"""In which order the sample bank's tables are made, and which of them are handed over."""

LISTS = (
    "segment",
    "branch",
    "product",
    "product_terms",
    "holding",
    "band",
    "category",
    "merchant",
    "lunar_new_year",
    "marketing_plan",
    "marketing_step",
    "fx_rate",
    "scene",
)

PLANNED = (
    "month",
    "balance_month",
    "day_slot",
    "spend_slot",
    "band_mean",
    "employer",
    "person_base",
    "kin",
    "person_named",
    "person",
    "person_rating",
    "person_flags",
    "person_before",
    "plan_wish",
    "plan_account",
    "plan_card",
    "plan_front",
    "loan_plan",
    "keeper",
    "budget",
    "plan_risk",
    "gift",
    "plan_event",
    "plan_quiet",
    "plan_touch",
    "plan_scene",
    "touchpoint_story",
    "touchpoint_regular",
    "touchpoint_again",
)

AFTERWARDS = ("account_end", "take_up", "account_new")

PARTS_OF = {"plan_account": ("plan_holding", "plan_extra")}

STREAMS = (
    "stream_spend",
    "stream_salary",
    "stream_receipts",
    "stream_bill",
    "stream_move",
    "stream_loan",
    "stream_deposit",
    "stream_family",
    "stream_planted",
    "stream_risk",
)

FEED = {
    "branch": "branch_table",
    "staff": "staff",
    "product": "product_table",
    "customer": "customer",
    "consent": "consent",
    "account_party": "account_party",
    "card": "card",
    "standing_order": "standing_order",
    "collateral": "collateral",
    "organisation": "organisation",
    "organisation_person": "organisation_person",
    "touchpoint": "touchpoint",
    "appointment": "appointment",
    "survey": "survey",
    "contact": "contact",
    "external": "external",
    "fx_rate": "fx_rate_table",
    "merchant_category": "merchant_category",
}

FEED_OF_FLOWS = {
    "account": "account",
    "loan_schedule": "loan_schedule",
}

STREAM_COLUMNS = """
    i bigint, n int, slot utinyint, booked_at timestamp, amount decimal(18, 2), channel varchar,
    payment_method varchar, counterparty_name varchar, counterparty_account varchar,
    counterparty_bank varchar, counterparty_customer_id varchar, merchant_category varchar,
    city varchar, memo varchar
"""

KEPT = {
    "closing": "i bigint, slot utinyint, balance decimal(18, 2)",
    "spent": "i bigint, payment_method varchar, spent decimal(18, 2)",
    "usual_spending": "i bigint, spent decimal(18, 2)",
    "category_begun": "i bigint, category varchar, first_on date, last_on date, purchases int, "
    "spent decimal(18, 2)",
    "large_move": "i bigint, booked_on date, amount decimal(18, 2)",
    "moved_away": "i bigint, way varchar, lately decimal(18, 2), before decimal(18, 2), times_lately int, "
    "times_before int, last_on date",
    "first_move": "i bigint, booked_on date",
    "counter_day": "i bigint, booked_on date",
    "card_used": "i bigint, used_on date",
    "receipt_month": "i bigint, m int",
    "stranger_paid": "i bigint, amount decimal(18, 2), largest_before decimal(18, 2)",
    "card_limit": "i bigint, owed decimal(18, 2), credit_limit decimal(18, 2)",
    "card_due": "i bigint, due_on date, owed decimal(18, 2), paid_on date",
}
