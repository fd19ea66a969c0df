"""Each decision is kept with all it rests on, once, and made again it tells exactly what came to differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from lobby.data.desk_decisions import Kept, decision_of
from lobby.domain.as_json import from_json, to_json
from lobby.domain.case import Case
from lobby.domain.catalogue import Catalog
from lobby.domain.conditions import comparisons
from lobby.domain.errors import AccessRefused
from lobby.domain.since import Since
from lobby.domain.viewer import Viewer
from lobby.services.customer import customer_view
from lobby.services.decide import concluded
from lobby.services.decisions import (
    NOT_DECIDED_BY,
    Inputs,
    case_of,
    inputs_of,
    offers_of,
    record_of,
    shown_of,
    withheld_of,
)
from lobby.services.explaining import Explanation, explain
from lobby.services.sources import Sources
from lobby.services.views import CustomerView, Visit
from lobby.services.visits import open_customer
from tests.portraits import ADVISER, CATALOG, NOW, contact, elderly_saver, happening, portrait, touch

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores
VISIT = Visit("V1", "C0001", NOW)
CASES = {
    "plain": portrait(),
    "saver": elderly_saver(unfinished=[touch()], contacts=[contact("declined")]),
    "silent": elderly_saver(has_marketing_consent=False),
    "control": elderly_saver(is_control=True),
    "carded": portrait(scenarios=["REN5", "TRG5"], questions=[touch(kind="question")]),
    "scam": elderly_saver(events=[happening("possible_scam")]),
}


def made_again(case: Case, switches: Any = None, held_back_by: Any = ()) -> Case:
    return case_of(from_json(Inputs, to_json(inputs_of(case, switches or {}, held_back_by))), CATALOG)


@pytest.mark.parametrize("name", CASES)
def test_gdpr_22_the_inputs_alone_make_the_same_decision(name: str) -> None:
    since = Since(contacts=(contact("interested", product="gov_bond"),), consents={"profiling": True})
    case = Case(CASES[name], ADVISER, NOW.date(), CATALOG, "CNY", since=since)
    one, other = concluded(case, "en"), concluded(made_again(case), "en")
    assert (shown_of(one), withheld_of(one)) == (shown_of(other), withheld_of(other))
    assert (one.suggestions, one.not_suggested, one.say_first) == (
        other.suggestions,
        other.not_suggested,
        other.say_first,
    )


def test_a_customer_of_the_control_group_would_have_been_offered_the_same() -> None:
    offered, kept_back = (
        offers_of(CATALOG, inputs_of(case, {}, ()), concluded(case, "en"))
        for case in (
            Case(elderly_saver(is_control=is_control), ADVISER, NOW.date(), CATALOG)
            for is_control in (False, True)
        )
    )
    assert [one.product_code for one in offered] != []
    assert [replace(one, is_control=True) for one in offered] == list(kept_back)
    assert {one.is_control for one in offered} == {False}
    assert any(one.triggers for one in offered)


@pytest.mark.parametrize(
    "kept", [{"has_marketing_consent": False}, {"deceased": True}, {"kind": "organisation"}]
)
def test_what_else_keeps_offers_back_is_no_offer_of_the_control_group(kept: dict[str, Any]) -> None:
    case = Case(elderly_saver(is_control=True, **kept), ADVISER, NOW.date(), CATALOG)
    assert offers_of(CATALOG, inputs_of(case, {}, ()), concluded(case, "en")) == ()


def test_the_screen_of_the_control_group_shows_nothing_of_it() -> None:
    case = Case(elderly_saver(is_control=True), ADVISER, NOW.date(), CATALOG)
    decision = concluded(case, "en")
    assert decision.kept_back != ()
    assert (decision.suggestions, shown_of(decision)["suggestions"]) == ((), [])
    assert not any("kept_back" in row for row in withheld_of(decision))


def test_who_the_customer_is_stays_out_of_the_record() -> None:
    named = portrait(name="王小明", phone="13800001234", id_number_last4="4321", address_key="K9")
    record = record_of(
        VISIT,
        inputs_of(Case(named, ADVISER, NOW.date(), CATALOG), {}, ()),
        "p1",
        concluded(Case(named, ADVISER, NOW.date(), CATALOG), "en"),
    )
    assert not any(told in repr(record) for told in ("王小明", "13800001234", "4321", "K9"))


def test_nothing_that_is_left_out_is_tested_by_the_catalogue() -> None:
    tested = [rule.condition for product in CATALOG.products.values() for rule in product.rules]
    tested += [rule.condition for rule in CATALOG.reasons.values() if rule.condition is not None]
    columns = {test.column.partition(".")[0] for condition in tested for test in comparisons(condition)}
    assert columns
    assert not columns & NOT_DECIDED_BY


def seen(sources: Sources, viewer: Viewer, now: datetime, customer_id: str = "c01") -> CustomerView:
    visit = open_customer(sources, viewer, customer_id, reason="test")
    return customer_view(sources, viewer, visit, now, "zh_Hans")


def kept(sources: Sources, view: CustomerView) -> Kept:
    found = decision_of(sources.desk, str(view.decision_id))
    assert found is not None
    return found


def test_a_decision_is_kept_once_with_one_audit_row(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    view = customer_view(sources, viewer, visit, now, "zh_Hans")
    again = customer_view(sources, viewer, visit, now, "en")
    assert again.decision_id == view.decision_id
    rows = sources.desk.audited(10, visit_id=visit.visit_id, action="decision")
    assert [row["details"] for row in rows] == [{"decision": view.decision_id}]
    record = kept(sources, view).record
    assert (record.visit_id, record.customer_id, record.staff_id) == (visit.visit_id, "c01", "s1")
    assert record.versions["catalog"] == sources.catalog.fingerprint
    assert record.versions["portrait"] == sources.portraits.fingerprint
    assert [one["product"] for one in record.shown["suggestions"]] == [
        one.product for one in view.suggestions
    ]
    assert {one["product"] for one in record.withheld} == {one.product for one in view.not_suggested}


def test_when_an_input_changes_the_visit_has_a_second_decision(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    first = customer_view(sources, viewer, visit, now, "zh_Hans")
    next_day = now.replace(day=now.day + 1)
    second = customer_view(sources, viewer, visit, next_day, "zh_Hans")
    assert first.decision_id != second.decision_id
    assert len(sources.desk.audited(10, visit_id=visit.visit_id, action="decision")) == 2


@pytest.mark.parametrize("staff_id", ["s6", "s7"])
def test_audit_and_risk_look_without_a_decision(
    sources: Sources, signed_in: SignIn, now: datetime, staff_id: str
) -> None:
    assert seen(sources, signed_in(staff_id), now).decision_id is None
    assert sources.desk.audited(9, action="decision") == ()


def explained(sources: Sources, viewer: Viewer, view: CustomerView) -> Explanation:
    return explain(sources, viewer, str(view.decision_id))


def test_with_the_same_catalogue_it_is_equal(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    view = seen(sources, signed_in("s1"), now)
    found = explained(sources, signed_in("s7"), view)
    assert found.is_equal
    assert found.differences == ()
    assert sorted(found.products) == sorted(sources.catalog.products)
    assert found.products[view.suggestions[0].product]["place"] == 1
    assert found.lines["say_first"] == view.say_first.code
    (row,) = sources.desk.audited(1, action="explain")
    assert (row["staff_id"], row["customer_id"], row["details"]) == (
        "s7",
        "c01",
        {"decision": view.decision_id},
    )


def test_a_planted_change_of_the_catalogue_is_told_exactly(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    view = seen(sources, signed_in("s1"), now)
    first, second = (one.product for one in view.suggestions[:2])
    ended = replace(sources.catalog.products[first], on_sale_to=now.date().replace(day=1))
    changed = planted(sources, {first: ended})
    found = explained(changed, signed_in("s7"), view)
    told = {one.what: (one.then, one.now) for one in found.differences}
    assert told[first][1] == {
        "stage": "on_sale", "reason": "sale_ended", "values": {"until": "2026-11-01"}
    }  # fmt: skip
    then, later = told[second]
    assert isinstance(then, dict)
    assert isinstance(later, dict)
    assert (then["place"], later["place"]) == (2, 1)
    assert not found.is_equal
    untouched = set(sources.catalog.products) - set(told)
    assert len(untouched) >= len(sources.catalog.products) - 4


def planted(sources: Sources, products: dict[str, Any]) -> Sources:
    catalog: Catalog = replace(
        sources.catalog, products={**sources.catalog.products, **products}, fingerprint="planted"
    )
    return replace(sources, catalog=catalog)


@pytest.mark.parametrize(("staff_id", "is_told"), [("s1", False), ("s2", False), ("s3", True), ("s6", False)])
def test_who_may_ask(
    sources: Sources, signed_in: SignIn, now: datetime, staff_id: str, is_told: bool
) -> None:
    view = seen(sources, signed_in("s1"), now)
    if is_told:
        assert explained(sources, signed_in(staff_id), view).is_equal
        return
    with pytest.raises(AccessRefused) as refused:
        explained(sources, signed_in(staff_id), view)
    assert refused.value.code == "not_for_role"
    assert sources.desk.audited(1)[0]["result"] == "not_for_role"


def test_a_manager_hears_nothing_of_another_branch(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager, stranger = signed_in("s3"), replace(signed_in("s3"), branch_id="elsewhere")
    view = seen(sources, signed_in("s1"), now)
    assert explained(sources, manager, view).is_equal
    with pytest.raises(AccessRefused):
        explained(sources, stranger, view)


def test_a_hidden_reason_is_told_to_the_auditor_alone(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    view = seen(sources, signed_in("s2"), now, "c11")
    manager, auditor = (explained(sources, signed_in(one), view) for one in ("s3", "s7"))
    neutral = {"stage": "allowed", "reason": "not_offered_now", "values": {}}
    told = sorted(code for code, way in manager.products.items() if way == neutral)
    assert told == ["dep_term", "gov_bond", "pension_acc"]
    assert {auditor.products[code]["reason"] for code in told} == {"control_group"}
    assert "control_group" not in repr(manager)


def test_an_unknown_number_is_refused_like_one_out_of_reach(sources: Sources, signed_in: SignIn) -> None:
    with pytest.raises(AccessRefused) as refused:
        explain(sources, signed_in("s7"), "none")
    assert refused.value.code == "unknown_decision"
