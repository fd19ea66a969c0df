"""What a scenario card does at the desk: it backs its product, brings a question, and holds loans back."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lobby.services.decide import Decision
from lobby.services.views import Reason
from tests.deciding import decide
from tests.portraits import ADVISER, CATALOG, LOBBY, NOW, portrait, touch

RENOVATING: dict[str, Any] = {"scenarios": ["REN5"], "risk_rating": None}


def decided(shown: Any = "zh_Hans", viewer: Any = ADVISER, now: datetime = NOW, **facts: Any) -> Decision:
    return decide(portrait(**facts), CATALOG, viewer, now, shown)


def offered(decision: Decision) -> list[str]:
    return [one.product for one in decision.suggestions]


def left(decision: Decision) -> dict[str, tuple[str, str]]:
    return {one.product: (one.stage, one.reason) for one in decision.not_suggested}


def true_reasons(decision: Decision) -> dict[str, str]:
    return {one.product: one.reason for one in decision.audit}


def test_a_card_is_a_reason_for_its_product_and_brings_its_question() -> None:
    (first,) = decided(**RENOVATING).suggestions
    assert (first.product, first.fit) == ("loan_home", "high")
    assert first.reasons == (Reason("scenario", {"scenario": "装修贷试算未提交"}),)
    assert first.then_ask == "之前有一项还差一步，要接着办吗？"
    assert first.benefits == (
        "好居建材城 · 持本行信用卡满 5,000 元减 200 元【示例】",
        "新家电器城 · 以旧换新另补 5%【示例】",
    )


def test_the_question_is_in_the_customers_language_and_the_card_in_the_screens() -> None:
    (first,) = decided("en", language="zh-TW", **RENOVATING).suggestions
    assert first.reasons == (Reason("scenario", {"scenario": "A home loan worked out, not applied for"}),)
    assert first.then_ask == CATALOG.cards.scenarios["REN5"].ask["zh_Hant"]


def test_without_a_card_there_is_no_suggestion_and_no_question() -> None:
    assert offered(decided(risk_rating=None)) == []
    decision = decided(salary_day=15, salary_months=8)
    assert [one.then_ask for one in decision.suggestions] == [""] * len(decision.suggestions)


@pytest.mark.parametrize("role", ["lobby", "teller", "adviser", "manager", "head_office", "risk", "auditor"])
def test_audit_and_risk_are_told_of_no_card(role: Any) -> None:
    facts = {"scenarios": ["TRG5", "RNT1"], "has_profiling_consent": True}
    decision = decided(viewer=replace(LOBBY, role=role), **facts)
    told = [one.code for line in decision.services for one in line.reasons]
    assert ("scenario" in told) == (role not in ("risk", "auditor"))


def test_no_name_of_a_card_says_that_money_leaves() -> None:
    """The lobby reads the names; where money goes is for advisers and managers."""
    names = [name.lower() for card in CATALOG.cards.scenarios.values() for name in card.name.values()]
    assert [name for name in names if re.search("外流|流失|流出|leaving|outflow", name)] == []


def test_a_benefit_ends_with_its_day() -> None:
    later = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    (first,) = decided(now=later, **RENOVATING).suggestions
    assert first.benefits == ("好居建材城 · 持本行信用卡满 5,000 元减 200 元【示例】",)


def test_no_benefit_comes_with_a_sensitive_card() -> None:
    (first, *_) = decided(scenarios=["EDU6"], risk_rating=None).suggestions
    assert (first.product, first.benefits) == ("dep_term", ())
    assert first.then_ask == CATALOG.cards.scenarios["EDU6"].ask["zh_Hans"]


def test_what_spending_shows_is_not_used_without_consent() -> None:
    assert offered(decided(scenarios=["CAR2"], risk_rating=None)) == ["loan_home"]
    assert offered(decided(scenarios=["CAR2"], risk_rating=None, has_profiling_consent=False)) == []


def test_a_card_of_a_service_brings_the_service_with_its_reason() -> None:
    decision = decided(scenarios=["CAR4", "CUL4", "TRV4"])
    found = {line.service: line.reasons for line in decision.services}
    assert found["merchant_qr"] == (Reason("scenario", {"scenario": "文创小店与副业"}),)
    assert found["mobile_bank"] == (Reason("scenario", {"scenario": "银发旅居"}),)
    assert "wallet_bind" not in found  # only the alternative of CAR4


def test_a_card_of_a_line_brings_the_line_which_is_not_urgent() -> None:
    decision = decided(scenarios=["RNT3", "TRG3"])
    (line,) = [line for line in decision.services if line.service == "housing_fund_guide"]
    assert (line.urgent, line.reasons) == (False, (Reason("scenario", {"scenario": "公积金付房租"}),))
    assert decision.unfinished == ()  # what is broken off is told by the application, not by the card


def test_of_a_sensitive_card_the_screen_says_only_that_the_customer_asked() -> None:
    decision = decided(scenarios=["BEA3"])
    (line,) = [line for line in decision.services if line.service == "treatment_advice"]
    assert line.reasons == (Reason("scenario_asked", {}),)
    assert "医美" not in line.name + line.talk


def test_where_a_customer_asked_about_treatment_no_credit_is_brought_up() -> None:
    facts = {
        "salary_day": 15,
        "salary_months": 8,
        "held_kinds": ["credit_card"],
        "liability_credit_card": Decimal(9000),
    }
    assert "cc_inst" in offered(decided(**facts))
    decision = decided(scenarios=["BEA3"], **facts)
    assert not {"cc_inst", "loan_consumer", "loan_small", "loan_home"} & set(offered(decision))
    assert left(decision)["cc_inst"] == ("allowed", "not_offered_now")
    assert true_reasons(decision)["cc_inst"] == "credit_forbidden"


def test_a_loan_the_customer_asked_about_is_not_held_back() -> None:
    asked = touch(kind="question", product_code="loan_small", expires_on=None)
    decision = decided(scenarios=["BEA3"], questions=[asked], salary_day=15, salary_months=8)
    assert "loan_small" in offered(decision)


def test_a_card_does_not_open_what_the_funnel_closes() -> None:
    closings = (
        {"has_marketing_consent": False}, {"has_open_complaint": True}, {"is_control": True},
        {"candidates": []},
    )  # fmt: skip
    for closed in closings:
        assert offered(decided(**{**RENOVATING, **closed})) == []
    assert "loan_home" in left(decided(viewer=LOBBY, **RENOVATING))
