"""The risk desk: for its own role alone, and nothing of it anywhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from lobby.data.catalog import load_catalog
from lobby.data.desk import StaffMember, open_desk
from lobby.data.desk_decisions import decision_of
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.audit_search import Wanted
from lobby.domain.errors import AccessRefused
from lobby.domain.sections import SECTIONS, Movements
from lobby.domain.viewer import Role, Viewer
from lobby.services import audit, data_page, finding, leads, portraits, risk, showing, staff
from lobby.services.customer import customer_view
from lobby.services.sources import Sources
from lobby.services.visits import open_customer, recently_opened
from tests.services.conftest import Watch
from tests.services.flagged import flagged_home

OTHERS = sorted(set(get_args(Role)) - {"risk"})
QUERIES = Path(__file__).parents[2] / "queries"
LOBBY = Path(__file__).parents[2] / "lobby"
FLAG = ("shared_repayment", "a12/示例花园")


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Warehouse]]:
    """The flagged bank, the same without the flag, and one where c07 was talked to too often instead."""
    kinds: dict[str, dict[str, bool]] = {
        "flagged": {},
        "innocent": {"is_flagged": False},
        "capped": {"is_flagged": False, "is_capped": True},
    }
    opened = {
        kind: Warehouse(flagged_home(tmp_path_factory.mktemp(kind), **asked)) for kind, asked in kinds.items()
    }
    yield opened
    for warehouse in opened.values():
        warehouse.close()


@pytest.fixture
def banks(
    warehouses: dict[str, Warehouse], tmp_path: Path, watch: Watch
) -> Iterator[Callable[[str], Sources]]:
    desks = {kind: open_desk(tmp_path / kind, watch, busy_seconds=0.1) for kind in warehouses}
    catalog = load_catalog()
    yield lambda kind: Sources(warehouses[kind], desks[kind], catalog, Settings(home=tmp_path), watch)
    for desk in desks.values():
        desk.close()


@pytest.fixture
def bank(banks: Callable[[str], Sources]) -> Sources:
    return banks("flagged")


@pytest.fixture
def first(bank: Sources) -> Viewer:
    return staff.viewer(bank, "s6", "ipad-1")


@pytest.fixture
def second(bank: Sources) -> Viewer:
    staff.add(bank, StaffMember("r2", "钟岩", "risk", "b1"))
    return staff.viewer(bank, "r2", "ipad-2")


def of_role(role: Role) -> Viewer:
    return Viewer("s3", "郭静", role, "b2", frozenset({"wm", "fund", "ins", "loan", "corp"}), "ipad-1")


def everything(sources: Sources, viewer: Viewer, customer_id: str, now: datetime) -> dict[str, Any]:
    """All that one person can see of one customer, on every page and on the command line."""
    visit = open_customer(sources, viewer, customer_id, reason="asked at the counter")
    view = replace(customer_view(sources, viewer, visit, now, "en"), decision_id=None)  # drawn by lot
    moved = portraits.read_section(sources, customer_id, Movements)
    seen: dict[str, Any] = {
        "view": replace(view, visit=replace(visit, visit_id="v"), contacts=()),
        "shown": showing.customer(view, moved),
        "found": finding.find(sources, viewer, "13300004567", reason="asked", now=now),
        "recent": [replace(hit, visit=None) for hit in recently_opened(sources, viewer, now)],
        "checks": data_page.feed_checks(sources),
        "fresh": replace(data_page.freshness(sources, now), counts={}, built_at=now),
    }
    if viewer.role in ("manager", "adviser"):
        seen["leads"] = leads.todays_leads(sources, viewer, now)
    if viewer.role in ("manager", "auditor"):
        lines = audit.search(sources, viewer, Wanted()).lines
        seen["audit"] = [replace(line, decision_id=None) for line in lines]
    return seen


@pytest.mark.parametrize("role", OTHERS)
def test_every_risk_service_is_refused_to_every_other_role(role: Role, bank: Sources, now: datetime) -> None:
    viewer = of_role(role)
    asked: list[Callable[[], object]] = [
        lambda: risk.risk_desk(bank, viewer),
        lambda: risk.open_case(bank, viewer, *FLAG, "seen"),
        lambda: risk.take_step(bank, viewer, "one", "confirmed", "seen"),
        lambda: risk.rows_behind(bank, viewer, *FLAG),
    ]
    for service in asked:
        with pytest.raises(AccessRefused) as refused:
            service()
        assert refused.value.code == "not_for_role"
    audited = bank.desk.audited(9)
    assert [(row["action"], row["result"], row["customer_id"]) for row in audited] == [
        ("refused", "not_for_role", None)
    ] * len(asked)


@pytest.mark.parametrize("role", OTHERS)
def test_a_flagged_customer_looks_like_one_talked_to_too_often(
    role: Role, banks: Callable[[str], Sources], now: datetime
) -> None:
    viewer = of_role(role)
    flagged, capped = (everything(banks(kind), viewer, "c07", now) for kind in ("flagged", "capped"))
    assert flagged == capped
    assert not flagged["view"].suggestions


def test_no_section_of_the_portrait_tells_the_flagged_from_the_innocent(
    banks: Callable[[str], Sources],
) -> None:
    for section in SECTIONS:
        flagged, innocent = (
            portraits.read_section(banks(kind), "c07", section) for kind in ("flagged", "innocent")
        )
        assert flagged == innocent


def test_without_the_flag_the_same_customer_is_offered_something(
    banks: Callable[[str], Sources], now: datetime
) -> None:
    viewer = of_role("adviser")
    flagged, innocent = (
        everything(banks(kind), viewer, "c07", now)["view"] for kind in ("flagged", "innocent")
    )
    assert innocent.suggestions
    assert flagged.services == tuple(line for line in innocent.services if line.service != "referral")
    assert (flagged.unfinished, flagged.say_first) == (innocent.unfinished, innocent.say_first)
    told = {one.product: (one.stage, one.reason, one.values) for one in flagged.not_suggested}
    offered = {one.product for one in innocent.suggestions}
    assert [told[product] for product in offered] == [("allowed", "not_offered_now", {})] * len(offered)


def test_the_true_reason_stands_in_the_audit_alone(bank: Sources, now: datetime) -> None:
    viewer = of_role("adviser")
    visit = open_customer(bank, viewer, "c07")
    view = customer_view(bank, viewer, visit, now, "en")
    kept = decision_of(bank.desk, bank.desk.audited(1, action="decision")[0]["details"]["decision"])
    assert kept is not None
    assert kept.record.inputs["held_back_by"] == ["shared_repayment"]
    assert ("allowed", "held_back") in {(one["stage"], one["reason"]) for one in kept.record.withheld}
    assert "held_back" not in {one.reason for one in view.not_suggested}


def test_the_desk_shows_a_new_flag_with_its_people_and_opens_its_rows(
    bank: Sources, first: Viewer, now: datetime
) -> None:
    desk = risk.risk_desk(bank, first)
    assert desk.cases == ()
    (flag,) = desk.new
    assert (flag.flag_code, flag.subject, flag.amount) == (*FLAG, Decimal("10750.00"))
    assert [hit.customer_id for hit in flag.people] == ["c03", "c07", "c08", "c11"]
    assert flag.people[0].name_masked == "陈**"
    assert flag.evidence == {"borrowers": 3, "loans": 3, "estate": "示例花园"}
    behind = risk.rows_behind(bank, first, *FLAG)
    assert behind.total == sum(row[-1] for row in behind.rows) == flag.amount
    assert behind.rows[0][1:] == ("a12", "a06", Decimal("5250.00"))


def test_a_case_goes_from_open_to_a_hold_that_a_second_person_asks_for(
    bank: Sources, first: Viewer, second: Viewer, now: datetime
) -> None:
    case_id = risk.open_case(bank, first, *FLAG, "three loans, one payer")
    desk = risk.risk_desk(bank, first)
    assert (desk.new, [case.next_states for case in desk.cases]) == ((), [("confirmed", "cleared")])
    risk.take_step(bank, first, case_id, "confirmed", "the payer is the developer")
    (case,) = risk.risk_desk(bank, first).cases
    assert (case.state, case.next_states, case.needs_second_person) == ("confirmed", (), True)
    with pytest.raises(AccessRefused) as refused:
        risk.take_step(bank, first, case_id, "hold_asked", "me again")
    assert refused.value.code == "second_person_needed"
    (case,) = risk.risk_desk(bank, second).cases
    assert (case.next_states, case.needs_second_person) == (("hold_asked",), False)
    risk.take_step(bank, second, case_id, "hold_asked", "asked operations")
    (case,) = risk.risk_desk(bank, first).cases
    assert [(step.state, step.staff_id, step.note) for step in case.steps] == [
        ("open", "s6", "three loans, one payer"),
        ("confirmed", "s6", "the payer is the developer"),
        ("hold_asked", "r2", "asked operations"),
    ]
    assert risk.rows_behind(bank, second, *FLAG, case_id=case_id).total == Decimal("10750.00")
    states = [row["details"].get("state") for row in bank.desk.audited(99, action="risk")]
    assert [state for state in states if state] == ["hold_asked", "confirmed", "open"]
    assert {row["customer_id"] for row in bank.desk.audited(99, action="risk")} == {None}


@pytest.mark.parametrize(
    ("states", "held"),
    [((), True), (("open",), True), (("open", "confirmed"), True), (("open", "cleared"), False)],
)
def test_what_a_case_does_to_the_offers(
    bank: Sources, first: Viewer, states: tuple[Any, ...], held: bool, now: datetime
) -> None:
    case_id = risk.open_case(bank, first, *FLAG, "seen") if states else ""
    for state in states[1:]:
        risk.take_step(bank, first, case_id, state, "seen")
    assert bool(risk.held_back_by(bank, "c07")) == held
    assert bool(everything(bank, of_role("adviser"), "c07", now)["view"].suggestions) != held


def test_a_cleared_flag_comes_back_when_its_quiet_time_is_over(
    bank: Sources, first: Viewer, watch: Watch, now: datetime
) -> None:
    case_id = risk.open_case(bank, first, *FLAG, "seen")
    risk.take_step(bank, first, case_id, "cleared", "the employer repays for its staff")
    assert risk.risk_desk(bank, first).new == ()
    watch.pass_by(days=180)
    assert [flag.subject for flag in risk.risk_desk(bank, first).new] == [FLAG[1]]
    assert risk.held_back_by(bank, "c07") == {"shared_repayment"}


def test_f46_f47_a_note_is_kept_as_one_bounded_line_that_can_be_read(bank: Sources, first: Viewer) -> None:
    case_id = risk.open_case(bank, first, *FLAG, "seen\x00\ud800\n by\tme" + "x" * 600)
    (case,) = risk.risk_desk(bank, first).cases
    assert (case.case_id, case.steps[0].note) == (case_id, "seen by me" + "x" * 490)


@pytest.mark.parametrize(
    ("flag", "note", "code"),
    [(FLAG, " ", "note_needed"), (("shared_repayment", "x9/East"), "seen", "unknown_flag")],
)
def test_no_case_without_a_note_or_a_flag(
    bank: Sources, first: Viewer, flag: tuple[str, str], note: str, code: str, now: datetime
) -> None:
    with pytest.raises(AccessRefused) as refused:
        risk.open_case(bank, first, *flag, note)
    assert refused.value.code == code
    assert risk.risk_desk(bank, first).cases == ()


def test_only_the_risk_reads_know_of_the_flags() -> None:
    reading = {
        path.relative_to(QUERIES).as_posix()
        for path in QUERIES.rglob("*.sql")
        if "risk_flag" in path.read_text(encoding="utf-8")
    }
    assert reading == {"reads/risk_flag.sql", "reads/risk_flags.sql", "reads/risk_held.sql"}
    asking = {
        path.relative_to(LOBBY).as_posix()
        for path in LOBBY.rglob("*.py")
        if re.search('"risk_(flag|flags|held)"', path.read_text(encoding="utf-8"))
    }
    assert asking == {"services/risk.py", "data/build.py", "data/portrait_doc.py"}


def test_a_manager_does_not_learn_from_the_audit_whom_the_risk_desk_looked_at(
    bank: Sources, first: Viewer, now: datetime
) -> None:
    open_customer(bank, first, "c07", reason="a flag")
    risk.open_case(bank, first, *FLAG, "seen")
    manager, auditor = replace(of_role("manager"), branch_id="b1"), of_role("auditor")
    assert {line.role for line in audit.search(bank, manager, Wanted()).lines} == {"manager"}
    assert "risk" in {line.role for line in audit.search(bank, auditor, Wanted()).lines}
