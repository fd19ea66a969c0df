"""The cards and tags of the tiny bank as head office sees them, and that nobody else does."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import get_args
from uuid import uuid4

import pytest

from lobby.data import desk_outcomes
from lobby.domain.errors import AccessRefused
from lobby.domain.outcomes import Entry, Result, Subject
from lobby.domain.scenarios import has_season
from lobby.domain.viewer import Role, Viewer
from lobby.services import scenarios
from lobby.services.customer import customer_view
from lobby.services.outcomes import record_outcome, undo
from lobby.services.scenarios import Proof, Results
from lobby.services.sources import Sources
from lobby.services.views import Recorded
from lobby.services.visits import open_customer
from tests.portraits import CATALOG

AS_OF = date(2026, 11, 20)
HEAD_OFFICE = Viewer("H1", "Zhou", "head_office", None, frozenset(), "test")
LOBBY_B1 = Viewer("L1", "Lin", "lobby", "b1", frozenset(), "test")
OTHERS = sorted(set(get_args(Role)) - {"head_office"})

WHY = "looking at the campaign"


def asked(sources: Sources, action: str) -> list[dict[str, object]]:
    return [dict(row["details"]) for row in sources.desk.audited(50, action=action)]


def test_the_cards_are_ranked_by_value_fit_and_customers(sources: Sources) -> None:
    ranked = scenarios.ranking(sources, HEAD_OFFICE)
    assert len(ranked) == 53
    assert [(one.card.code, one.customers, one.worth) for one in ranked[:4]] == [
        ("TRG2", 4, 100),  # 5 × 5 × 4
        ("TRG3", 1, 25),
        ("MED2", 1, 10),
        ("CAR1", 0, 0),
    ]
    assert (ranked[0].share, ranked[0].reach, ranked[3].reach) == (Decimal("0.3333"), "usual", "never")


def test_a_card_for_more_than_the_share_of_policy_says_little() -> None:
    card = CATALOG.cards.scenarios["TRG2"]
    half = Decimal("0.5")
    assert [scenarios.rank(card, customers, 12, half).reach for customers in (0, 6, 7)] == [
        "never", "usual", "broad",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "day", "has_its_season"),
    [
        ("EDU1", {"month_now": 9, "days_to_holiday": 22}, True),
        ("EDU1", {"month_now": 11, "days_to_holiday": 42}, False),
        ("TRV2", {"month_now": 11, "days_to_holiday": 30}, True),
        ("TRV2", {"month_now": 11, "days_to_holiday": 31}, False),
        ("TRV2", {"month_now": 11, "days_to_holiday": None}, False),
        ("CAR1", {"month_now": 11, "days_to_holiday": None}, True),
    ],
)
def test_a_card_that_the_calendar_closes_is_out_of_season_and_no_fault(
    code: str, day: dict[str, object], has_its_season: bool
) -> None:
    card = CATALOG.cards.scenarios[code]
    is_in_season = has_season(card.condition, day)
    assert is_in_season == has_its_season
    reach = scenarios.rank(card, 0, 12, Decimal("0.5"), is_in_season).reach
    assert reach == ("never" if has_its_season else "off_season")


def test_out_of_season_is_told_from_never(sources: Sources) -> None:
    closed = {one.card.code for one in scenarios.ranking(sources, HEAD_OFFICE) if one.reach == "off_season"}
    assert closed == {"EDU1", "TRV2"}


def test_who_is_in_a_card_is_masked_proven_and_in_the_audit(sources: Sources) -> None:
    found = scenarios.members(sources, HEAD_OFFICE, "TRG2", "en", WHY)
    assert [(one.who.customer_id, one.who.age_band) for one in found] == [
        ("c01", "70-79"), ("c05", "40-49"), ("c07", "50-59"), ("c09", "30-39"),
    ]  # fmt: skip
    assert all("*" in str(one.who.name_masked) for one in found)
    assert found[0].proofs == (Proof("event_codes", (CATALOG.events["deposit_maturing"].name["en"],), None),)
    assert {"asked": "scenario_members", "scenario": "TRG2"} in asked(sources, "scenario")


def test_of_a_sensitive_card_nobody_is_listed(sources: Sources) -> None:
    with pytest.raises(AccessRefused) as refused:
        scenarios.members(sources, HEAD_OFFICE, "BEA3", "zh_Hans", WHY)
    assert refused.value.code == "sensitive"


def test_an_organisation_is_told_to_those_of_corporate_banking_only() -> None:
    card = CATALOG.cards.scenarios["WHO5"]
    row = {"as_of": AS_OF, "organisation_registered_on": date(2026, 11, 1), "asked_topics": []}
    corporate = Viewer("H2", "Qian", "head_office", None, frozenset({"corp"}), "test")
    assert scenarios.proofs(card, row, CATALOG, HEAD_OFFICE, "en") == ()
    (told,) = scenarios.proofs(card, row, CATALOG, corporate, "en")
    assert told == Proof("organisation_registered_on", (), date(2026, 11, 1))


def test_a_window_of_spending_is_told_by_its_category_and_value() -> None:
    window = {"code": "wedding", "count_60d": 3, "amount_60d": Decimal(4000)}
    row = {"as_of": AS_OF, "category_windows": [window], "viewed_products": []}
    found = scenarios.proofs(CATALOG.cards.scenarios["WED1"], row, CATALOG, HEAD_OFFICE, "en")
    assert found == (Proof("count_60d", ("wedding",), 3),)


def test_each_tag_has_its_share_and_those_chosen_together_their_customers(sources: Sources) -> None:
    shares = {one.tag.code: one for one in scenarios.tag_shares(sources, HEAD_OFFICE)}
    assert len(shares) == 153
    assert (shares["deposit_heavy"].customers, shares["deposit_heavy"].share) == (7, Decimal("0.5833"))
    assert (shares["holds_loan_home"].customers, shares["holds_loan_home"].share) == (0, Decimal(0))
    found = scenarios.tagged(sources, HEAD_OFFICE, ["age_65_over", "deposit_heavy"], WHY)
    assert [one.customer_id for one in found] == ["c01"]
    assert scenarios.tagged(sources, HEAD_OFFICE, ["age_65_over", "age_18_24"], WHY) == ()
    four = ["age_65_over", "deposit_heavy", "no_debt", "holds_loan_home"]
    assert scenarios.tagged(sources, HEAD_OFFICE, four, WHY) == ()
    assert [one.customer_id for one in scenarios.tagged(sources, HEAD_OFFICE, four[:3], WHY)] == ["c01"]
    with pytest.raises(ValueError, match="not 5"):
        scenarios.tagged(sources, HEAD_OFFICE, [*four, "aum_none"], WHY)
    assert {"asked": "scenario_tagged", "tags": ["age_65_over", "deposit_heavy"]} in asked(
        sources, "scenario"
    )


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_any_of_it(sources: Sources, role: Role) -> None:
    viewer = Viewer("X1", "Sun", role, "b1", frozenset(), "test")
    for ask in (
        lambda: scenarios.ranking(sources, viewer),
        lambda: scenarios.tag_shares(sources, viewer),
        lambda: scenarios.members(sources, viewer, "TRG2", "en"),
        lambda: scenarios.results(sources, viewer, "TRG2", sources.now()),
        lambda: scenarios.tagged(sources, viewer, ["age_65_over"]),
    ):
        with pytest.raises(AccessRefused):
            ask()
    assert len(asked(sources, "refused")) == 5
    assert asked(sources, "scenario") == []


def test_a_card_switched_off_leaves_every_desk_and_comes_back(sources: Sources) -> None:
    assert scenarios.in_force(sources) is sources.catalog
    scenarios.switch(sources, HEAD_OFFICE, "TRG2", False)
    off = scenarios.in_force(sources).cards.scenarios
    assert [code for code, card in off.items() if not card.is_on] == ["TRG2"]
    ranked = {one.card.code: one for one in scenarios.ranking(sources, HEAD_OFFICE)}
    assert (ranked["TRG2"].card.is_on, ranked["TRG2"].customers) == (False, 4)
    scenarios.switch(sources, HEAD_OFFICE, "TRG2", True)
    assert all(card.is_on for card in scenarios.in_force(sources).cards.scenarios.values())
    pressed = [row["is_on"] for row in asked(sources, "scenario") if row["asked"] == "scenario_switch"]
    assert pressed == [True, False]  # the newest first


def test_a_switch_of_a_card_that_is_gone_does_nothing(sources: Sources) -> None:
    scenarios.switch(sources, HEAD_OFFICE, "OLD1", False)
    assert scenarios.in_force(sources) is sources.catalog


def test_the_desk_does_not_use_a_card_that_is_off(sources: Sources) -> None:
    visit = open_customer(sources, LOBBY_B1, "c01")

    def reasons() -> set[str]:
        view = customer_view(sources, LOBBY_B1, visit, sources.now(), "zh_Hans")
        return {reason.code for one in view.suggestions for reason in one.reasons}

    assert "scenario" in reasons()
    scenarios.switch(sources, HEAD_OFFICE, "TRG2", False)
    assert "scenario" not in reasons()


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_switches_a_card(sources: Sources, role: Role) -> None:
    with pytest.raises(AccessRefused):
        scenarios.switch(sources, Viewer("X1", "Sun", role, "b1", frozenset(), "test"), "TRG2", False)
    assert scenarios.in_force(sources) is sources.catalog
    assert len(asked(sources, "refused")) == 1


def test_a_card_has_the_results_of_the_suggestions_it_backed(
    sources: Sources, signed_in: Callable[[str], Viewer]
) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    view = customer_view(sources, viewer, visit, sources.now(), "zh_Hans")
    backed = [one.product for one in view.suggestions if one.card == "TRG2"]
    assert backed
    assert scenarios.results(sources, HEAD_OFFICE, "TRG2", sources.now()) == Results(0, 0, 0, 90)

    def tap(product: str, result: Result, decision_id: str | None) -> Recorded:
        entry = Entry(uuid4().hex, "c01", Subject("product", product), result, decision_id=decision_id)
        return record_outcome(sources, viewer, visit, entry, sources.now())

    tap(backed[0], "interested", view.decision_id)
    tap(backed[0], "done", view.decision_id)
    tap(backed[0], "declined", view.decision_id)
    tap(backed[0], "done", None)  # not of a decision: no card backed it
    tap("loan_small", "done", view.decision_id)  # not suggested then
    undo(sources, viewer, tap(backed[0], "done", view.decision_id).outcome.outcome_id)

    assert scenarios.results(sources, HEAD_OFFICE, "TRG2", sources.now()) == Results(3, 1, 1, 90)
    assert scenarios.results(sources, HEAD_OFFICE, "TRG3", sources.now()) == Results(0, 0, 0, 90)
    later = sources.now() + timedelta(seconds=1)
    assert desk_outcomes.results_of_card(sources.desk, "TRG2", backed, later) == {}
