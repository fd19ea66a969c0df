"""Cards and tags on tables of facts: for each a customer it holds for, and one it just misses.

The facts are written by hand, not taken from the conditions; what is not named is a plain customer's.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.portraits import AS_OF

Facts = Mapping[str, Any]
MONEY = frozenset(
    {
        "aum", "aum_90d_ago", "deposit_share", "idle_balance", "maturing_30d", "asset_time_deposit",
        "asset_wealth", "asset_fund", "asset_gold", "asset_insurance", "asset_gov_bond", "liabilities",
        "liability_mortgage", "liability_business_loan", "liability_credit_card", "monthly_spend_median",
        "salary_amount", "remitted_away_share", "luxury_income_share", "receipt_gap_ratio", "wholesale_ratio",
    }
)  # fmt: skip


def day(days: int) -> date:
    """So many days after as_of."""
    return AS_OF + timedelta(days=days)


def spent(code: str, count: int) -> dict[str, Any]:
    """An entry of spending: 100 a payment."""
    return {"code": code, "amount": Decimal(100 * count), "count": count}


def window(code: str, days: int = 60, count: int = 1, largest: str = "100", **changed: Any) -> dict[str, Any]:
    """An entry of category_windows: `count` payments of `largest`, all so many days ago or less."""
    counts = {f"count_{span}d": count if days <= span else 0 for span in (30, 45, 60, 90)}
    money = {"amount_60d": Decimal(largest) * count, "max_60d": Decimal(largest)}
    return {"code": code, **counts, **money, "first_on": day(-300), **changed}


def facts(**named: Any) -> Facts:
    """Facts by column; what is money may be written as a text."""
    return {
        name: Decimal(value) if name in MONEY and value is not None else value
        for name, value in named.items()
    }


def windows(*entries: dict[str, Any], **named: Any) -> Facts:
    """Facts with these windows of spending."""
    return facts(category_windows=list(entries), **named)


def events(*codes: str, **named: Any) -> Facts:
    """Facts with these events alive."""
    return facts(event_codes=sorted(codes), **named)


def topics(*codes: str, **named: Any) -> Facts:
    """Facts of somebody who asked about these."""
    return facts(asked_topics=sorted(codes), **named)


SCENARIOS: dict[str, tuple[list[Facts], list[Facts]]] = {
    "WED1": (
        [
            windows(window("wedding", 60, 2)),
            windows(window("wedding", 60, 1, "5000")),
            facts(viewed_products=["loan_consumer"]),
        ],
        [windows(window("wedding", 60, 1, "4999.99")), windows(window("dining", 60, 9)), windows()],
    ),
    "WED2": (
        [windows(window("wedding", 60, 1, "10000")), windows(window("dining", 60, 1, "10000"))],
        [windows(window("wedding", 60, 3, "9999.99")), windows(window("travel", 60, 1, "20000"))],
    ),
    "WED3": (
        [facts(joint_opened_on=day(-90)), topics("joint_account")],
        [facts(joint_opened_on=day(-91)), topics("home_loan")],
    ),
    "WED4": ([facts(gift_payers=10)], [facts(gift_payers=9)]),
    "REN1": (
        [
            windows(window("utilities", first_on=day(-60)), mortgage_opened_on=day(-181)),
            events("address_changed", mortgage_opened_on=day(-730)),
        ],
        [
            windows(window("utilities", first_on=day(-61)), mortgage_opened_on=day(-181)),
            windows(window("utilities", first_on=day(-60)), mortgage_opened_on=day(-180)),
            events("address_changed", mortgage_opened_on=day(-731)),
        ],
    ),
    "REN2": ([facts(home_shops_45d=3)], [facts(home_shops_45d=2)]),
    "REN3": (
        [
            events("spending_begins_home", mortgage_opened_on=day(-2921)),
            events("spending_begins_home", mortgage_settled_on=day(-5)),
        ],
        [
            events("spending_begins_home", mortgage_opened_on=day(-2920)),
            events("spending_begins_car", mortgage_settled_on=day(-5)),
        ],
    ),
    "REN4": (
        [windows(window("home_improvement", 60, 1, "3000"))],
        [windows(window("home_improvement", 60, 5, "2999.99"))],
    ),
    "REN5": ([facts(unfinished_products=["loan_home"])], [facts(calculated_products=["loan_home"])]),
    "TRV1": (
        [
            facts(viewed_products=["fx_service"]),
            topics("use_abroad"),
            facts(foreign_categories=["luxury", "travel"]),
        ],
        [facts(viewed_products=["deposit_cert"]), facts(foreign_categories=["luxury"])],
    ),
    "TRV2": (
        [windows(window("travel", 30, 2), days_to_holiday=30)],
        [
            windows(window("travel", 30, 2), days_to_holiday=31),
            windows(window("travel", 31, 2), days_to_holiday=10),
            windows(window("travel", 30, 1), days_to_holiday=10),
        ],
    ),
    "TRV3": ([topics("study_trip")], [windows(window("education", 30, 9))]),
    "TRV4": (
        [facts(age=60, spent_by_category_365d=[spent("travel", 3)])],
        [
            facts(age=59, spent_by_category_365d=[spent("travel", 3)]),
            facts(age=60, spent_by_category_365d=[spent("travel", 2)]),
        ],
    ),
    "TRV5": (
        [facts(viewed_products=["deposit_cert"]), topics("proof_of_funds")],
        [facts(viewed_products=["dep_term"])],
    ),
    "CAR1": (
        [
            topics("car_purchase"),
            windows(window("car", 90, 1), calculated_products=["loan_home"]),
            windows(window("car", 90, 1), viewed_products=["loan_home"]),
        ],
        [
            facts(calculated_products=["loan_home"]),
            windows(window("car", 91, 1), viewed_products=["loan_home"]),
            windows(window("car", 30, 1), viewed_products=["loan_consumer"]),
        ],
    ),
    "CAR2": (
        [windows(window("car", 60, 1, "1000")), windows(window("car", 60, 1, "50000"))],
        [windows(window("car", 60, 1, "999.99")), windows(window("car", 60, 1, "50000.01"))],
    ),
    "CAR3": (
        [facts(home_loan_dues_left=3, spent_by_category_365d=[spent("car", 1)])],
        [
            facts(home_loan_dues_left=4, spent_by_category_365d=[spent("car", 1)]),
            facts(home_loan_dues_left=3, spent_by_category_365d=[spent("travel", 1)]),
        ],
    ),
    "CAR4": ([facts(count_charging_30d=4)], [facts(count_charging_30d=3)]),
    "CAR5": (
        [facts(car_insured_on=day(-335)), facts(car_insured_on=day(-365)), topics("car_insurance")],
        [facts(car_insured_on=day(-334)), facts(car_insured_on=day(-366)), topics("car_purchase")],
    ),
    "EDU1": (
        [windows(window("education", 45, 1), month_now=month) for month in (2, 8, 9)],
        [
            windows(window("education", 45, 1), month_now=10),
            windows(window("education", 46, 1), month_now=9),
        ],
    ),
    "EDU2": (
        [windows(window("education", 60, 1, "10000"))],
        [windows(window("education", 60, 4, "9999.99"))],
    ),
    "EDU3": ([topics("college")], [facts(is_guardian=True)]),
    "EDU4": (
        [facts(viewed_often=["fx_service"]), facts(foreign_categories=["education"])],
        [facts(viewed_products=["fx_service"]), facts(foreign_categories=["travel"])],
    ),
    "EDU5": (
        [
            windows(window("education", 90, 2), age=22, salary_day=15),
            windows(window("education", 90, 2), age=45, salary_day=15),
        ],
        [
            windows(window("education", 90, 2), age=21, salary_day=15),
            windows(window("education", 90, 2), age=46, salary_day=15),
            windows(window("education", 90, 1), age=30, salary_day=15),
            windows(window("education", 90, 2), age=30, salary_day=None),
        ],
    ),
    "EDU6": ([facts(asked_education=True)], [windows(window("education", 30, 9), is_guardian=True)]),
    "MED1": ([topics("treatment_costs")], [topics("health_cover")]),
    "MED2": (
        [facts(has_social_security_card_inactive=True)],
        [facts(has_social_security_card_inactive=False)],
    ),
    "MED3": (
        [facts(viewed_often=["ins_medical"]), topics("health_cover")],
        [facts(viewed_products=["ins_medical"]), topics("treatment_costs")],
    ),
    "MED4": ([topics("paying_hospital")], [windows(window("medical", 30, 9), age=80)]),
    "LUX1": ([facts(luxury_income_share="0.3")], [facts(luxury_income_share="0.2999")]),
    "LUX2": (
        [facts(count_jewellery_90d=2), facts(viewed_products=["gold_acc"])],
        [facts(count_jewellery_90d=1)],
    ),
    "LUX3": (
        [facts(is_top_luxury=True, held_products=["cur_basic"])],
        [
            facts(is_top_luxury=True, held_products=["cc_standard"]),
            facts(is_top_luxury=False, held_products=["cur_basic"]),
        ],
    ),
    "RNT1": (
        [
            events("salary_first", "spending_begins_rent"),
            windows(window("rent", first_on=day(-90)), salary_day=15, salary_months=3),
        ],
        [
            windows(window("rent", first_on=day(-91)), salary_day=15, salary_months=3),
            windows(window("rent", first_on=day(-90)), salary_day=15, salary_months=4),
            events("salary_first"),
        ],
    ),
    "RNT2": (
        [facts(rent_months=11), facts(rent_months=12)],
        [facts(rent_months=10), facts(rent_months=13)],
    ),
    "RNT3": (
        [
            topics("housing_fund"),
            facts(external_attributes=["housing_fund:contribution_band"], has_partner_data_consent=True),
        ],
        [
            facts(rent_months=12),
            facts(external_attributes=["housing_fund:contribution_band"], has_partner_data_consent=False),
            facts(external_attributes=["telecom:contribution_band"], has_partner_data_consent=True),
        ],
    ),
    "RNT4": (
        [
            facts(rent_months=24, calculated_products=["loan_mortgage"]),
            topics("home_loan", rent_months=24),
        ],
        [
            topics("home_loan", rent_months=23),
            facts(rent_months=24, calculated_products=["loan_home"]),
        ],
    ),
    "CUL1": ([windows(window("culture", 90, 4))], [windows(window("culture", 90, 3))]),
    "CUL2": (
        [
            windows(window("culture", 60, 2)),
            windows(window("education", 60, 2)),
            windows(window("culture", 60, 1), window("education", 60, 1)),
        ],
        [windows(window("culture", 60, 1)), windows(window("education", 61, 9), window("culture", 60, 1))],
    ),
    "CUL3": (
        [
            windows(window("education", 60, 1, "2000"), age=55),
            windows(window("culture", 60, 1, "2000"), age=70),
        ],
        [
            windows(window("education", 60, 1, "2000"), age=54),
            windows(window("education", 60, 1, "2000.01"), age=55),
        ],
    ),
    "CUL4": (
        [windows(window("culture", 90, 1), count_receipts_30d=15)],
        [windows(window("culture", 90, 1), count_receipts_30d=14), facts(count_receipts_30d=15)],
    ),
    "BEA1": (
        [windows(window("beauty", 60, 1, "3000"))],
        [windows(window("beauty", 60, 9, "2999.99"))],
    ),
    "BEA2": ([facts(beauty_months=6)], [facts(beauty_months=5)]),
    "BEA3": ([topics("cosmetic_treatment")], [windows(window("beauty", 30, 5, "9000"))]),
    "WHO1": (
        [facts(wholesale_ratio="1.5", days_to_holiday=45)],
        [
            facts(wholesale_ratio="1.4999", days_to_holiday=45),
            facts(wholesale_ratio="1.5", days_to_holiday=46),
        ],
    ),
    "WHO2": (
        [facts(count_receipts_30d=30)],
        [facts(count_receipts_30d=29), facts(count_receipts_30d=30, held_products=["merchant_qr"])],
    ),
    "WHO3": (
        [
            events("large_inflow", idle_balance="50000", business_months_6m=1),
            events("large_inflow", idle_balance="50000", has_organisation=True),
        ],
        [
            events("large_inflow", idle_balance="49999.99", business_months_6m=1),
            events("large_inflow", idle_balance="50000"),
            events("idle_balance", idle_balance="50000", business_months_6m=1),
        ],
    ),
    "WHO4": (
        [
            facts(receipt_gap_ratio="1.3", business_months_6m=1),
            facts(receipt_gap_ratio="1.3", has_organisation=True),
            topics("trade_credit"),
        ],
        [facts(receipt_gap_ratio="1.2999", business_months_6m=1), facts(receipt_gap_ratio="1.3")],
    ),
    "WHO5": (
        [topics("company_account"), facts(organisation_registered_on=day(-180))],
        [facts(organisation_registered_on=day(-181), has_organisation=True)],
    ),
    "TRG1": ([events("large_inflow")], [events("large_outflow")]),
    "TRG2": ([events("deposit_maturing"), events("investment_maturing")], [events("loan_ending")]),
    "TRG3": ([events("application_abandoned")], [facts(calculated_products=["loan_consumer"])]),
    "TRG4": ([events("salary_first"), events("salary_raised")], [events("salary_stopped")]),
    "TRG5": (
        [events("idle_balance"), events("outflow_to_bank"), events("wallet_outflow_growing")],
        [events("large_outflow")],
    ),
}

TAGS: dict[str, tuple[Facts, Facts]] = {
    # assets
    "aum_none": (facts(aum="0"), facts(aum="0.01")),
    "aum_below_10k": (facts(aum="9999.99"), facts(aum="10000")),
    "aum_10k_50k": (facts(aum="10000"), facts(aum="50000")),
    "aum_50k_200k": (facts(aum="199999.99"), facts(aum="49999.99")),
    "aum_200k_500k": (facts(aum="200000"), facts(aum="500000")),
    "aum_500k_1m": (facts(aum="999999.99"), facts(aum="1000000")),
    "aum_over_1m": (facts(aum="1000000"), facts(aum="999999.99")),
    "deposit_heavy": (facts(deposit_share="0.8"), facts(deposit_share="0.7999")),
    "investment_heavy": (facts(deposit_share="0.4", aum="50000"), facts(deposit_share="0.4001", aum="50000")),
    "idle_money": (facts(idle_balance="50000"), facts(idle_balance="49999.99")),
    "maturing_soon": (facts(maturing_30d="0.01"), facts(maturing_30d="0")),
    "maturing_large": (facts(maturing_30d="200000"), facts(maturing_30d="199999.99")),
    "assets_grown": (facts(aum_90d_ago="49999.99", aum="200000"), facts(aum_90d_ago="50000", aum="200000")),
    "assets_gone": (
        facts(aum_90d_ago="200000", aum="49999.99"),
        facts(aum_90d_ago="199999.99", aum="49999.99"),
    ),
    "has_time_deposit": (facts(asset_time_deposit="0.01"), facts(asset_time_deposit="0")),
    "has_wealth": (facts(asset_wealth="0.01"), facts(asset_wealth="0")),
    "has_fund": (facts(asset_fund="0.01"), facts(asset_fund="0")),
    "has_gold": (facts(asset_gold="0.01"), facts(asset_gold="0")),
    "has_insurance": (facts(asset_insurance="0.01"), facts(asset_insurance="0")),
    "has_gov_bond": (facts(asset_gov_bond="0.01"), facts(asset_gov_bond="0")),
    # products
    "holds_dep_cd": (facts(held_products=["cur_basic", "dep_cd"]), facts(held_products=["cur_basic"])),
    "holds_dep_notice": (
        facts(held_products=["cur_basic", "dep_notice"]),
        facts(held_products=["cur_basic"]),
    ),
    "holds_wmp_cash": (facts(held_products=["cur_basic", "wmp_cash"]), facts(held_products=["cur_basic"])),
    "holds_wmp_30d": (facts(held_products=["cur_basic", "wmp_30d"]), facts(held_products=["cur_basic"])),
    "holds_wmp_plus": (facts(held_products=["cur_basic", "wmp_plus"]), facts(held_products=["cur_basic"])),
    "holds_fund_mm": (facts(held_products=["cur_basic", "fund_mm"]), facts(held_products=["cur_basic"])),
    "holds_fund_index": (
        facts(held_products=["cur_basic", "fund_index"]),
        facts(held_products=["cur_basic"]),
    ),
    "holds_pension_acc": (
        facts(held_products=["cur_basic", "pension_acc"]),
        facts(held_products=["cur_basic"]),
    ),
    "holds_cc_standard": (
        facts(held_products=["cur_basic", "cc_standard"]),
        facts(held_products=["cur_basic"]),
    ),
    "holds_loan_small": (
        facts(held_products=["cur_basic", "loan_small"]),
        facts(held_products=["cur_basic"]),
    ),
    "holds_loan_consumer": (
        facts(held_products=["cur_basic", "loan_consumer"]),
        facts(held_products=["cur_basic"]),
    ),
    "holds_loan_home": (facts(held_products=["cur_basic", "loan_home"]), facts(held_products=["cur_basic"])),
    "mortgage_running": (facts(liability_mortgage="1"), facts(liability_mortgage="0")),
    "mortgage_large": (facts(liability_mortgage="1000000"), facts(liability_mortgage="999999.99")),
    "business_loan_running": (facts(liability_business_loan="1"), facts(liability_business_loan="0")),
    "card_debt": (facts(liability_credit_card="5000"), facts(liability_credit_card="4999.99")),
    "no_debt": (facts(liabilities="0"), facts(liabilities="0.01")),
    "no_credit_card": (facts(held_kinds=["current"]), facts(held_kinds=["credit_card", "current"])),
    "deposits_only": (facts(held_kinds=["current", "time_deposit"]), facts(held_kinds=["current", "fund"])),
    "interrupted_application": (facts(unfinished_products=["loan_biz"]), facts(unfinished_products=[])),
    "looked_at_wealth": (facts(viewed_products=["wmp_30d"]), facts(viewed_products=["dep_cd"])),
    "looked_at_deposits": (facts(viewed_products=["gov_bond"]), facts(viewed_products=["wmp_cash"])),
    "calculated_a_loan": (facts(calculated_products=["loan_home"]), facts(calculated_products=["dep_term"])),
    # spending
    "buys_groceries": (
        facts(spent_by_category_365d=[spent("grocery", 24)]),
        facts(spent_by_category_365d=[spent("grocery", 23)]),
    ),
    "dines_out": (
        facts(spent_by_category_365d=[spent("dining", 24)]),
        facts(spent_by_category_365d=[spent("dining", 23)]),
    ),
    "rides_often": (
        facts(spent_by_category_365d=[spent("transport", 24)]),
        facts(spent_by_category_365d=[spent("transport", 23)]),
    ),
    "travels_often": (
        facts(spent_by_category_365d=[spent("travel", 6)]),
        facts(spent_by_category_365d=[spent("travel", 5)]),
    ),
    "learns": (
        facts(spent_by_category_365d=[spent("education", 3)]),
        facts(spent_by_category_365d=[spent("education", 2)]),
    ),
    "furnishes": (
        facts(spent_by_category_365d=[spent("home_improvement", 3)]),
        facts(spent_by_category_365d=[spent("home_improvement", 2)]),
    ),
    "car_owner": (
        facts(spent_by_category_365d=[spent("car", 2)]),
        facts(spent_by_category_365d=[spent("car", 1)]),
    ),
    "buys_luxury": (
        facts(spent_by_category_365d=[spent("luxury", 2)]),
        facts(spent_by_category_365d=[spent("luxury", 1)]),
    ),
    "goes_to_shows": (
        facts(spent_by_category_365d=[spent("culture", 6)]),
        facts(spent_by_category_365d=[spent("culture", 5)]),
    ),
    "keeps_fit": (
        facts(spent_by_category_365d=[spent("beauty", 6)]),
        facts(spent_by_category_365d=[spent("beauty", 5)]),
    ),
    "pays_rent": (
        facts(spent_by_category_365d=[spent("rent", 6)]),
        facts(spent_by_category_365d=[spent("rent", 5)]),
    ),
    "pays_bills_here": (
        facts(spent_by_category_365d=[spent("utilities", 6)]),
        facts(spent_by_category_365d=[spent("utilities", 5)]),
    ),
    "buys_insurance": (
        facts(spent_by_category_365d=[spent("insurance", 1)]),
        facts(spent_by_category_365d=[spent("insurance", 0)]),
    ),
    "buys_wholesale": (
        facts(spent_by_category_365d=[spent("wholesale", 6)]),
        facts(spent_by_category_365d=[spent("wholesale", 5)]),
    ),
    "pays_brokers": (
        facts(spent_by_category_365d=[spent("investment", 1)]),
        facts(spent_by_category_365d=[spent("investment", 0)]),
    ),
    "uses_alipay": (
        facts(spent_by_method_365d=[spent("alipay", 24)]),
        facts(spent_by_method_365d=[spent("alipay", 23)]),
    ),
    "uses_wechat": (
        facts(spent_by_method_365d=[spent("wechat", 24)]),
        facts(spent_by_method_365d=[spent("wechat", 23)]),
    ),
    "uses_card": (
        facts(spent_by_method_365d=[spent("card", 12)]),
        facts(spent_by_method_365d=[spent("card", 11)]),
    ),
    "uses_cash": (
        facts(spent_by_method_365d=[spent("cash", 6)]),
        facts(spent_by_method_365d=[spent("cash", 5)]),
    ),
    "transfers_often": (
        facts(spent_by_method_365d=[spent("transfer", 12)]),
        facts(spent_by_method_365d=[spent("transfer", 11)]),
    ),
    "debits_set": (
        facts(spent_by_method_365d=[spent("direct_debit", 6)]),
        facts(spent_by_method_365d=[spent("direct_debit", 5)]),
    ),
    "spends_below_2k": (facts(monthly_spend_median="1999.99"), facts(monthly_spend_median="2000")),
    "spends_2k_10k": (facts(monthly_spend_median="2000"), facts(monthly_spend_median="10000")),
    "spends_over_10k": (facts(monthly_spend_median="10000"), facts(monthly_spend_median="9999.99")),
    # channels
    "mobile_active": (facts(count_mobile_logins_90d=3), facts(count_mobile_logins_90d=2)),
    "mobile_asleep": (
        facts(count_mobile_logins_90d=0, last_mobile_login_on=day(-91)),
        facts(count_mobile_logins_90d=1, last_mobile_login_on=day(-5)),
    ),
    "mobile_never": (
        facts(count_mobile_logins_90d=0, last_mobile_login_on=None),
        facts(count_mobile_logins_90d=None, last_mobile_login_on=None),
    ),
    "counter_regular": (facts(count_counter_365d=4), facts(count_counter_365d=3)),
    "counter_never": (facts(count_counter_365d=0), facts(count_counter_365d=1)),
    "seen_lately": (facts(last_branch_visit_on=day(-90)), facts(last_branch_visit_on=day(-91))),
    "not_seen_for_a_year": (facts(last_branch_visit_on=day(-366)), facts(last_branch_visit_on=day(-365))),
    "binds_alipay": (facts(bound_wallets=["alipay"]), facts(bound_wallets=["other"])),
    "binds_wechat": (facts(bound_wallets=["wechat"]), facts(bound_wallets=["other"])),
    "binds_unionpay": (facts(bound_wallets=["unionpay"]), facts(bound_wallets=["other"])),
    "very_active": (facts(count_transactions_365d=500), facts(count_transactions_365d=499)),
    "hardly_active": (facts(count_transactions_365d=11), facts(count_transactions_365d=12)),
    "asleep": (facts(last_transaction_on=day(-181)), facts(last_transaction_on=day(-180))),
    # life
    "stage_business_owner": (facts(segment="business_owner"), facts(segment="unknown")),
    "stage_elderly_saver": (facts(segment="elderly_saver"), facts(segment="unknown")),
    "stage_elderly_pension": (facts(segment="elderly_pension"), facts(segment="unknown")),
    "stage_pre_retire": (facts(segment="pre_retire"), facts(segment="unknown")),
    "stage_affluent_family": (facts(segment="affluent_family"), facts(segment="unknown")),
    "stage_mortgage_family": (facts(segment="mortgage_family"), facts(segment="unknown")),
    "stage_campus_starter": (facts(segment="campus_starter"), facts(segment="unknown")),
    "stage_young_worker": (facts(segment="young_worker"), facts(segment="unknown")),
    "stage_flexible_newcitizen": (facts(segment="flexible_newcitizen"), facts(segment="unknown")),
    "stage_mature_worker": (facts(segment="mature_worker"), facts(segment="unknown")),
    "age_18_24": (facts(age=24), facts(age=25)),
    "age_25_34": (facts(age=34), facts(age=35)),
    "age_35_44": (facts(age=44), facts(age=45)),
    "age_45_54": (facts(age=54), facts(age=55)),
    "age_55_64": (facts(age=64), facts(age=65)),
    "age_65_over": (facts(age=65), facts(age=64)),
    "salary_here": (facts(salary_day=15), facts(salary_day=None)),
    "salary_long": (facts(salary_months=12), facts(salary_months=11)),
    "salary_over_10k": (facts(salary_amount="10000"), facts(salary_amount="9999.99")),
    "pension_here": (facts(pension_day=15), facts(pension_day=None)),
    "no_regular_income": (facts(salary_day=None, pension_day=None), facts(salary_day=None, pension_day=3)),
    "sends_pay_home": (facts(remitted_away_share="0.6"), facts(remitted_away_share="0.5999")),
    "rents_for_years": (facts(rent_months=24), facts(rent_months=23)),
    "new_home": (facts(mortgage_opened_on=day(-730)), facts(mortgage_opened_on=day(-731))),
    "mortgage_settled": (facts(mortgage_settled_on=day(-10)), facts(mortgage_settled_on=None)),
    # service
    "marketing_granted": (facts(has_marketing_consent=True), facts(has_marketing_consent=False)),
    "marketing_not_granted": (facts(has_marketing_consent=False), facts(has_marketing_consent=True)),
    "profiling_granted": (facts(has_profiling_consent=True), facts(has_profiling_consent=False)),
    "partner_data_granted": (facts(has_partner_data_consent=True), facts(has_partner_data_consent=False)),
    "rating_careful": (facts(risk_rating="C2"), facts(risk_rating="C3")),
    "rating_balanced": (facts(risk_rating="C3"), facts(risk_rating="C4")),
    "rating_growth": (facts(risk_rating="C4"), facts(risk_rating="C3")),
    "rating_missing": (facts(risk_rating=None), facts(risk_rating="C1")),
    "rating_ended": (facts(risk_expires_on=day(-1)), facts(risk_expires_on=day(0))),
    "rating_ends_soon": (facts(risk_expires_on=day(30)), facts(risk_expires_on=day(31))),
    "id_ended": (facts(id_expires_on=day(-1)), facts(id_expires_on=day(0))),
    "id_ends_soon": (facts(id_expires_on=day(60)), facts(id_expires_on=day(61))),
    "complaint_open": (facts(has_open_complaint=True), facts(has_open_complaint=False)),
    "social_card_asleep": (
        facts(has_social_security_card_inactive=True),
        facts(has_social_security_card_inactive=False),
    ),
    "speaks_english": (facts(language="en"), facts(language="zh")),
    "birth_date_missing": (facts(birth_date=None), facts(birth_date=day(-9000))),
    "phone_missing": (facts(phone=None), facts(phone="13800000000")),
    "occupation_missing": (facts(occupation=None), facts(occupation="x")),
    # events
    "lately_large_inflow": (facts(event_codes=["large_inflow"]), facts(event_codes=["birthday"])),
    "lately_large_outflow": (facts(event_codes=["large_outflow"]), facts(event_codes=["birthday"])),
    "lately_deposit_maturing": (facts(event_codes=["deposit_maturing"]), facts(event_codes=["birthday"])),
    "lately_investment_maturing": (
        facts(event_codes=["investment_maturing"]),
        facts(event_codes=["birthday"]),
    ),
    "lately_salary_first": (facts(event_codes=["salary_first"]), facts(event_codes=["birthday"])),
    "lately_salary_stopped": (facts(event_codes=["salary_stopped"]), facts(event_codes=["birthday"])),
    "lately_salary_raised": (facts(event_codes=["salary_raised"]), facts(event_codes=["birthday"])),
    "lately_pension_first": (facts(event_codes=["pension_first"]), facts(event_codes=["birthday"])),
    "lately_anniversary": (facts(event_codes=["anniversary"]), facts(event_codes=["birthday"])),
    "lately_card_dormant": (facts(event_codes=["card_dormant"]), facts(event_codes=["birthday"])),
    "lately_loan_ending": (facts(event_codes=["loan_ending"]), facts(event_codes=["birthday"])),
    "lately_outflow_to_bank": (facts(event_codes=["outflow_to_bank"]), facts(event_codes=["birthday"])),
    "lately_wallet_outflow_growing": (
        facts(event_codes=["wallet_outflow_growing"]),
        facts(event_codes=["birthday"]),
    ),
    "lately_address_changed": (facts(event_codes=["address_changed"]), facts(event_codes=["birthday"])),
    "lately_employer_changed": (facts(event_codes=["employer_changed"]), facts(event_codes=["birthday"])),
    "lately_application_abandoned": (
        facts(event_codes=["application_abandoned"]),
        facts(event_codes=["birthday"]),
    ),
    # relationship
    "new_customer": (facts(first_opened_on=day(-365)), facts(first_opened_on=day(-366))),
    "customer_1_5_years": (facts(first_opened_on=day(-1826)), facts(first_opened_on=day(-1827))),
    "customer_5_10_years": (facts(first_opened_on=day(-3652)), facts(first_opened_on=day(-1826))),
    "customer_over_10_years": (facts(first_opened_on=day(-3653)), facts(first_opened_on=day(-3652))),
    "has_manager": (facts(manager_staff_id="S1"), facts(manager_staff_id=None)),
    "unmanaged_affluent": (
        facts(aum="200000", manager_staff_id=None),
        facts(aum="200000", manager_staff_id="S1"),
    ),
    "in_an_organisation": (facts(has_organisation=True), facts(has_organisation=False)),
    "business_receipts": (facts(business_months_6m=3), facts(business_months_6m=2)),
    "joint_account_new": (facts(joint_opened_on=day(-90)), facts(joint_opened_on=day(-91))),
    "in_scenario_home": (facts(scenarios=["REN2"]), facts(scenarios=["RNT2"])),
    "in_scenario_car": (facts(scenarios=["CAR2"]), facts(scenarios=["CAR4"])),
    "in_scenario_business": (facts(scenarios=["WHO4"]), facts(scenarios=["WED4"])),
    "fund_centre_told": (
        facts(external_attributes=["housing_fund:contribution_band"]),
        facts(external_attributes=["telecom:contribution_band"]),
    ),
    "telecom_told": (
        facts(external_attributes=["telecom:contribution_band"]),
        facts(external_attributes=[]),
    ),
}
