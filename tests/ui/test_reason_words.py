"""Every reason, stage and refusal of the decision has words that ask for no fact it lacks."""

import re
from datetime import date
from decimal import Decimal
from string import Formatter

import pytest

from lobby.data.queries import load
from lobby.domain.catalogue import QUALIFICATIONS
from lobby.domain.choosing import NO_OFFERS
from lobby.domain.refusal import STAGES
from lobby.domain.viewer import LANGUAGES
from lobby.services.views import Reason
from lobby.ui.facts import sentence
from lobby.ui.holdings import maturing_line, maturity
from lobby.ui.text import Words, catalogue
from tests.portraits import CATALOG

AT_THE_DESK = {
    "asked_about": {"happened_on", "channel"},
    "application_abandoned": {"product_code", "step", "missing_document", "happened_on", "due_on"},
    "calculation_left": {"product_code", "happened_on"},
    "referral": {"qualification"},
    "association": {"product_code", "count", "count_of", "low_share", "high_share"},
    "association_next": {"product_code", "count", "count_of", "low_share", "high_share", "days"},
}
REFUSALS = {
    "not_started": {"from"},
    "sale_ended": {"until"},
    "not_a_candidate": set(),
    "other_currency": {"currency"},
    "not_for_service_group": set(),
    "rating_missing": set(),
    "rating_expired": {"expired_on"},
    "risk_above_rating": {"product", "customer"},
    "protected_by_age": {"age"},
    "limited_capacity": set(),
    "not_your_role": set(),
    "not_qualified": {"qualification"},
    "organisation": set(),
    "deceased": set(),
    "under_age": {"adult_age"},
    "no_consent": set(),
    "open_complaint": set(),
    "complaint_recently": {"until"},
    "sale_paused": {"since"},
    "sold_out": {"since"},
    "sale_not_started": {"since"},
    "quota_gone": {"since"},
    "not_offered_now": set(),
    "not_appropriate_today": set(),
    "declined_recently": {"declined_on", "until"},
    "put_off": {"until"},
    "settled_recently": {"settled_on", "until"},
    "with_colleague": {"referred_on", "until"},
    "no_reason_now": set(),
    "others_first": set(),
    "same_kind": set(),
}
BY_RULE = {"age_outside": {"age", "limit"}, "amount_below_minimum": {"limit"}}
HIDDEN = {"overdue"}


def asked(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language):
    words = catalogue(language)
    for code, rule in CATALOG.reasons.items():
        assert asked(words[f"reason.{code}"]) <= AT_THE_DESK.get(code, set(rule.facts)), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_has_words(language):
    words = catalogue(language)
    for code in CATALOG.events:
        evidence = set(re.findall(r"'(\w+)':", load(f"events/{code}").sql))
        assert asked(words[f"reason.{code}"]) <= {"amount", "happened_on", "expires_on"} | evidence, code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_and_stage_has_words(language):
    words = catalogue(language)
    rules = {rule.because for product in CATALOG.products.values() for rule in product.rules} - HIDDEN
    for code, values in ({code: set() for code in rules} | REFUSALS | BY_RULE).items():
        assert asked(words[f"withheld.{code}"]) <= values, code
    for stage in STAGES:
        assert words[f"stage.{stage}"]
    for code in NO_OFFERS:
        assert words[f"no_offer.{code}"]
    for code in (*QUALIFICATIONS, "lobby"):
        assert words[f"qualification.{code}"]


BROKEN_OFF = {"happened_on": date(2026, 11, 17), "due_on": date(2026, 12, 17)}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"product_code": "loan_consumer", "step": "2", "missing_document": "收入证明"},
         " · 个人消费信用贷 · 停在第 2 步 · 缺收入证明"),
        ({"product_code": "x1", "step": "签字", "missing_document": None}, " · 一号贷 · 停在签字"),
        ({"product_code": "x2", "step": None}, " · x2"),
    ],
)  # fmt: skip
def test_an_application_says_what_is_known_of_it_in_words(facts, said):
    t = Words(
        "zh_Hans", as_of=date(2026, 11, 20), products={"loan_consumer": "个人消费信用贷", "x1": "一号贷"}
    )
    told = sentence(t, Reason("application_abandoned", BROKEN_OFF | facts))
    assert told == "11-17 申请未办完，12-17 前可续办" + said


@pytest.mark.parametrize(
    ("language", "renews", "said"),
    [
        ("zh_Hans", False, "12-03 存款到期 20万档，未约定自动转存"),
        ("zh_Hans", True, "12-03 存款到期 20万档，到期自动转存"),
        ("zh_Hant", False, "12-03 存款到期 20萬檔，未約定自動續存"),
        ("zh_Hant", True, "12-03 存款到期 20萬檔，到期自動續存"),
        ("en", False, "Deposit of ¥200,000+ matures 3 Dec, not set to renew"),
        ("en", True, "Deposit of ¥200,000+ matures 3 Dec, renews by itself"),
    ],
)
def test_whether_a_deposit_renews_is_said_in_words(language, renews, said):
    facts = {"due_on": date(2026, 12, 3), "amount": Decimal(204_512), "renews": renews}
    told = sentence(Words(language, as_of=date(2026, 11, 20)), Reason("deposit_maturing", facts))
    assert told.replace("\\", "") == said


def test_a_savings_bond_is_not_called_a_wealth_product():
    facts = {"due_on": date(2026, 12, 1), "amount": None, "renews": False, "kind": "securities"}
    told = sentence(Words("zh_Hans", as_of=date(2026, 11, 20)), Reason("investment_maturing", facts))
    assert told == "12-01 证券与国债到期 不详，未约定自动续投"


@pytest.mark.parametrize(
    ("kind", "renews", "said"),
    [
        ("time_deposit", False, "未约定自动转存"),
        ("time_deposit", True, "到期自动转存"),
        ("wealth", False, "未约定自动续投"),
        ("fund", True, "到期自动续投"),
        ("insurance", False, "满期按保单约定"),
        ("insurance", True, "到期自动续保"),
    ],
)
def test_what_matures_speaks_of_renewal_as_its_kind_does(kind, renews, said):
    account = {"kind": kind, "matures_on": date(2026, 12, 3), "auto_renew": renews}
    t = Words("zh_Hans", as_of=date(2026, 11, 20))
    assert maturity(t, account, ()) == f"12-03 {said}"
    assert maturing_line(t, account | {"renews": renews, "amount": None}).endswith(f"，{said}")
