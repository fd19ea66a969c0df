"""The customer page's content on the tiny bank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from math import prod

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.customer import customer_view
from lobby.services.sources import Sources
from lobby.services.views import CustomerView, Figure, Person, Visit
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]
Look = Callable[[str, str], CustomerView]


@pytest.fixture
def look(sources: Sources, signed_in: SignIn, now: datetime) -> Look:
    """The view of a customer for a member of staff, in English."""

    def open_and_look(staff_id: str, customer_id: str) -> CustomerView:
        viewer = signed_in(staff_id)
        visit = open_customer(sources, viewer, customer_id, reason="test of the view")
        return customer_view(sources, viewer, visit, now, "en")

    return open_and_look


def test_the_heading_is_masked(look: Look) -> None:
    view = look("s1", "c01")
    assert view.person == Person(
        customer_id="c01",
        kind="person",
        name_masked="王**",
        gender="female",
        age_band="70-79",
        branch_name="示例银行城东支行",
        segment="elderly_saver",
        segment_service=view.person.segment_service,
        tier=view.person.tier,
        risk_rating="C2",
        rating_state="valid",
        rating_until=date(2027, 2, 28),
        has_marketing_consent=True,
        care_needs=("seat", "large_print"),
        is_deceased=False,
    )
    assert view.person.segment_service
    assert view.strategy


@pytest.mark.parametrize(
    ("customer_id", "total", "kinds", "liabilities", "maturing"),
    [
        ("c01", "212345.67", {"current": "12345.67", "time_deposit": "200000.00"}, {}, "200000.00"),
        ("c02", "8730.62", {"current": "6730.62", "gold": "2000.00"}, {"credit_card": "2500.00"}, "0"),
        ("c08", "300.00", {"current": "300.00"}, {"consumer_loan": "12000.00"}, "0"),
        ("c09", "74550.00", {"current": "4550.00", "time_deposit": "70000.00"}, {}, "30000.00"),
    ],
)
def test_assets_and_liabilities_by_kind(
    look: Look,
    customer_id: str,
    total: str,
    kinds: dict[str, str],
    liabilities: dict[str, str],
    maturing: str,
) -> None:
    assets = look("s1", customer_id).assets
    assert assets.total.value == Decimal(total)
    assert {kind: figure.value for kind, figure in assets.by_kind.items()} == {
        kind: Decimal(value) for kind, value in kinds.items()
    }
    assert {kind: figure.value for kind, figure in assets.liabilities.items()} == {
        kind: Decimal(value) for kind, value in liabilities.items()
    }
    assert assets.maturing_30d.value == Decimal(maturing)


def test_a_figure_has_its_day_and_the_key_of_its_rows(look: Look) -> None:
    assets = look("s1", "c01").assets
    assert assets.by_kind["time_deposit"] == Figure(
        "asset:time_deposit", Decimal("200000.00"), date(2026, 11, 20)
    )
    assert assets.missing_kinds == ("wealth", "fund", "insurance", "gold", "securities")


def test_other_currencies_stand_apart(look: Look) -> None:
    assert look("s4", "c08").assets.other_currencies == {"USD": Decimal("1200.50")}


def test_maturities_are_listed_soonest_first_with_renewal(look: Look) -> None:
    coming = look("s1", "c09").assets.maturities
    assert [(row["matures_on"], row["amount"], row["renews"]) for row in coming] == [
        (date(2026, 12, 20), Decimal("30000.00"), coming[0]["renews"]),
        (date(2026, 12, 21), Decimal("40000.00"), coming[1]["renews"]),
    ]


def test_no_account_number_is_shown_in_full(look: Look) -> None:
    view = look("s1", "c01")
    assert all("account_id" not in row for row in view.assets.accounts)


def test_habits_by_method_salary_and_pension(look: Look) -> None:
    habits = look("s1", "c02").habits
    assert {code: figure.value for code, figure in habits.spent_by_method_365d.items()} == {
        "alipay": Decimal("3100.50"),
        "wechat": Decimal("300.00"),
        "other": Decimal("88.88"),
        "card": Decimal("10.00"),
    }
    assert habits.salary is not None
    assert (habits.salary.day, habits.salary.amount) == (15, Decimal("4820.00"))
    assert habits.pension is None
    pension = look("s1", "c01").habits.pension
    assert pension is not None
    assert (pension.day, pension.amount) == (10, Decimal("4200.00"))


def test_pipl_24_no_suggestion_without_marketing_consent(look: Look) -> None:
    for customer_id in ("c03", "c04", "c05", "c06", "c08"):
        assert look("s2", customer_id).suggestions == ()


@pytest.mark.parametrize("staff_id", ["s6", "s7"])
def test_audit_and_risk_see_the_facts_without_any_marketing(look: Look, staff_id: str) -> None:
    view = look(staff_id, "c01")
    assert (view.suggestions, view.not_suggested, view.strategy) == ((), (), "")
    assert (view.person.segment, view.person.segment_service, view.person.tier) == ("", "", "")
    assert view.assets.total.value == Decimal("212345.67")


@pytest.mark.parametrize(("staff_id", "is_told"), [("s1", False), ("s2", False), ("s3", True), ("s5", True)])
def test_the_figures_behind_the_order_are_for_managers_and_head_office(
    look: Look, staff_id: str, is_told: bool
) -> None:
    (first, *_) = look(staff_id, "c01").suggestions
    assert (first.arithmetic is not None) is is_told


def test_gdpr_22_the_factors_of_the_order_multiply_to_the_score(look: Look) -> None:
    suggestions = look("s3", "c01").suggestions
    scores = []
    for one in suggestions:
        assert one.arithmetic is not None
        told = one.arithmetic
        assert told.propensity is not None
        weights = [lever.weight for lever in told.levers]
        assert told.score == prod(weights, start=told.propensity.rate * told.value * told.fit)
        scores.append(told.score)
    assert scores == sorted(scores, reverse=True)


def test_every_product_is_suggested_or_left_at_one_stage(sources: Sources, look: Look) -> None:
    for customer_id in ("c01", "c02", "c05", "c11"):
        view = look("s2", customer_id)
        named = [suggestion.product for suggestion in view.suggestions]
        named += [withheld.product for withheld in view.not_suggested]
        assert sorted(named) == sorted(sources.catalog.products)


def test_a_visit_that_was_not_opened_shows_nothing(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    with pytest.raises(AccessRefused) as refused:
        customer_view(sources, signed_in("s1"), Visit("none", "c01", now), now, "en")
    assert refused.value.code == "unknown_visit"
