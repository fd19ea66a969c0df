"""Levers changed by two people of head office: what it does to a decision, and how it is explained later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest
from sqlalchemy import Engine, event

from lobby.data import desk_levers
from lobby.data.desk_decisions import decision_of
from lobby.domain.errors import AccessRefused, DeskError, EntryRefused, LobbyError
from lobby.domain.levers import Lever
from lobby.domain.two_people import Answer
from lobby.domain.viewer import Role, Viewer
from lobby.services.customer import customer_view
from lobby.services.explaining import explain
from lobby.services.levers import Wish, answer, lever_board, propose
from lobby.services.sources import Sources
from lobby.services.views import CustomerView
from lobby.services.visits import open_customer
from lobby.services.watching import Watching
from tests.desk_stores import Watch

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores
HEAD, OTHER = (Viewer(one, one, "head_office", None, frozenset(), "laptop") for one in ("h1", "h2"))
FIRST, LAST = date(2026, 11, 1), date(2026, 12, 31)
RAISED = Wish(Lever(Decimal("1.5"), FIRST, LAST, "gov_bond"), "bonds first")


def refused(ask: Callable[[], object]) -> LobbyError:
    with pytest.raises((AccessRefused, EntryRefused)) as caught:
        ask()
    return caught.value


def change(sources: Sources, now: datetime, wish: Wish, key: str = "one") -> None:
    """Proposed by one of head office, checked by another."""
    propose(sources, HEAD, wish, key, now)
    answer(sources, OTHER, key, "checked")


def seen(sources: Sources, viewer: Viewer, now: datetime) -> CustomerView:
    visit = open_customer(sources, viewer, "c01")
    return customer_view(sources, viewer, visit, now, "en")


def score(view: CustomerView, product: str) -> Decimal:
    (told,) = (one.arithmetic for one in view.suggestions if one.product == product)
    assert told is not None
    return told.score


def test_a_checked_change_weighs_from_the_next_look_on_and_not_before(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager = signed_in("s3")
    before = seen(sources, manager, now)
    last = before.suggestions[-1].product
    wish = Wish(Lever(Decimal("2"), FIRST, LAST, last, before.person.segment, "b1"), "first of all")
    propose(sources, HEAD, wish, "one", now)
    assert score(seen(sources, manager, now), last) == score(before, last)
    answer(sources, OTHER, "one", "checked")
    assert score(seen(sources, manager, now), last) == 2 * score(before, last)
    assert [(row["result"], row["staff_id"], row["details"]) for row in audited(sources)] == [
        ("checked", "h2", about(wish)),
        ("proposed", "h1", about(wish) | {"from": "2026-11-01", "until": "2026-12-31"}),
    ]


def audited(sources: Sources) -> tuple[Any, ...]:
    return sources.desk.audited(9, action="lever")


def about(wish: Wish) -> dict[str, object]:
    target = dict(zip(("product", "segment", "branch"), wish.lever.target, strict=True))
    return {**target, "weight": f"{wish.lever.weight:.2f}", "change": "one"}


@pytest.mark.parametrize(
    "missed", [{"branch": "b2"}, {"segment": "minor"}, {"last_day": date(2026, 11, 20)}, {"first_day": LAST}]
)
def test_it_weighs_for_its_target_and_its_days_alone(
    sources: Sources, signed_in: SignIn, now: datetime, missed: dict[str, Any]
) -> None:
    manager = signed_in("s3")
    before = seen(sources, manager, now)
    last = before.suggestions[-1].product
    lever = Lever(Decimal("2"), FIRST, LAST, last, before.person.segment, "b1")
    change(sources, now, Wish(replace(lever, **missed), "elsewhere"))
    later = now.replace(day=21) if "last_day" in missed else now
    assert score(seen(sources, manager, later), last) == score(before, last)


def test_a_kept_decision_is_made_again_with_the_levers_that_held_then(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager, head = signed_in("s3"), signed_in("s5")
    before = seen(sources, manager, now)
    first, last = before.suggestions[0].product, before.suggestions[-1].product
    assert first != last
    change(sources, now, Wish(Lever(Decimal("0.5"), FIRST, LAST, first), "down"), "one")
    change(sources, now, Wish(Lever(Decimal("2"), FIRST, LAST, last), "up"), "two")
    after = seen(sources, manager, now)
    assert after.suggestions[0].product != first
    told = [explain(sources, head, str(view.decision_id), "a complaint") for view in (before, after)]
    assert [one.is_equal for one in told] == [True, True]
    assert [one.products[first]["place"] for one in told] == [1, len(after.suggestions)]
    versions = [one.versions["levers"] for one in told]
    assert versions[0] == "catalog" != versions[1]
    assert {one.versions_now["levers"] for one in told} == {versions[1]}
    kept = decision_of(sources.desk, str(after.decision_id))
    assert kept is not None
    weights = {one["product"]: one["weight"] for one in kept.record.inputs["since"]["levers"]}
    assert weights == {first: "0.50", last: "2.00"}


def test_a_look_pays_one_small_statement_for_it(sources: Sources, now: datetime) -> None:
    change(sources, now, RAISED)
    desk_levers.changed(sources.desk)
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        asked.append(statement.lower())

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert desk_levers.changed(sources.desk) == (RAISED.lever,)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    (read,) = (statement for statement in asked if statement != "begin")
    assert read.startswith("select count(*)")


def test_nobody_checks_their_own_proposal_not_even_past_the_service(sources: Sources, now: datetime) -> None:
    proposal = propose(sources, HEAD, RAISED, "one", now)
    for verdict in ("checked", "refused"):
        error = refused(lambda verdict=verdict: answer(sources, HEAD, "one", verdict, "no"))  # type: ignore[misc]
        assert error.code == "two_people_needed"
    assert refused(lambda: answer(sources, OTHER, "one", "withdrawn")).code == "two_people_needed"
    forged = Answer("checked", "h1", proposal.made_at, "")
    with pytest.raises(DeskError, match="answer_refused"), sources.desk.writing() as connection:
        desk_levers.CHANGES.add_answer(connection, "one", "h1", forged)
    assert desk_levers.changed(sources.desk) == ()
    assert [row["result"] for row in audited(sources)] == ["proposed"]


@pytest.mark.parametrize("role", get_args(Role))
def test_head_office_alone_proposes_checks_and_looks(sources: Sources, now: datetime, role: Role) -> None:
    viewer = Viewer("x1", "示例", role, "b1", frozenset(), "laptop")
    propose(sources, HEAD, RAISED, "theirs", now)
    asked: list[Callable[[], object]] = [
        lambda: lever_board(sources, viewer, now),
        lambda: propose(sources, viewer, RAISED, "own", now),
        lambda: answer(sources, viewer, "theirs", "checked"),
    ]
    if role == "head_office":
        for ask in asked:
            ask()
        assert desk_levers.changed(sources.desk) == (RAISED.lever,)
        return
    assert [refused(ask).code for ask in asked] == ["not_for_role"] * 3
    assert desk_levers.changed(sources.desk) == ()
    assert len(sources.desk.audited(9, action="refused")) == 3


@pytest.mark.parametrize(
    ("lever", "reason", "code"),
    [
        ({}, " \n", "change_reason"),
        ({"weight": Decimal("0.49")}, "because", "lever_bounds"),
        ({"weight": Decimal("2.01")}, "because", "lever_bounds"),
        ({"last_day": date(2026, 11, 19)}, "because", "lever_days"),
        ({"first_day": date(2027, 1, 1)}, "because", "lever_days"),
        ({"product": "castle"}, "because", "unknown_subject"),
        ({"product": None}, "because", "unknown_subject"),
        ({"segment": "knight"}, "because", "unknown_subject"),
        ({"branch": "b9"}, "because", "unknown_branch"),
    ],
)
def test_what_cannot_be_proposed(
    sources: Sources, now: datetime, lever: dict[str, Any], reason: str, code: str
) -> None:
    wish = Wish(replace(RAISED.lever, **lever), reason)
    assert refused(lambda: propose(sources, HEAD, wish, "one", now)).code == code
    assert lever_board(sources, HEAD, now).waiting == ()


def test_the_bounds_themselves_may_be_proposed(sources: Sources, now: datetime) -> None:
    for weight in ("0.5", "2"):
        lever = replace(RAISED.lever, weight=Decimal(weight), last_day=now.date())
        assert propose(sources, HEAD, Wish(lever, "because"), weight, now).change.lever == lever


def test_the_page_says_what_counts_who_made_it_so_and_what_became_of_the_rest(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    head, (written,) = signed_in("s5"), sources.catalog.levers
    assert [(one.lever, one.changed) for one in lever_board(sources, head, now).levers] == [(written, None)]
    weaker = Wish(replace(written, weight=Decimal("0.9")), "less of it")
    propose(sources, head, weaker, "one", now)
    propose(sources, HEAD, RAISED, "two", now)
    board = lever_board(sources, head, now)
    assert {one.number: one.verdicts for one in board.waiting} == {
        "one": ("withdrawn",), "two": ("checked", "refused"),
    }  # fmt: skip
    answer(sources, OTHER, "one", "checked")
    assert refused(lambda: answer(sources, head, "two", "refused", " ")).code == "change_reason"
    answer(sources, head, "two", "refused", "too much")
    board = lever_board(sources, HEAD, now)
    assert (board.waiting, board.bounds.least, board.bounds.most) == ((), Decimal("0.5"), Decimal("2.0"))
    (line,) = board.levers
    assert line.lever == weaker.lever
    assert line.changed is not None
    assert (line.changed.reason, line.changed.people.made_by, line.changed.people.answered_by) == (
        "less of it", head.name, "h2",
    )  # fmt: skip
    assert {one.number: (one.people.verdict, one.people.note) for one in board.history} == {
        "one": ("checked", ""), "two": ("refused", "too much"),
    }  # fmt: skip
    error = refused(lambda: answer(sources, OTHER, "two", "checked"))
    assert (error.code, error.values) == ("change_moved_on", {"name": head.name})


def test_open_screens_hear_of_each_step(sources: Sources, now: datetime, watch: Watch) -> None:
    watching = Watching(sources, lambda: "v1")
    heard = [watching.look()["lever"]]
    propose(sources, HEAD, RAISED, "one", now)
    heard.append(watching.look()["lever"])
    answer(sources, OTHER, "one", "checked")
    heard.append(watching.look()["lever"])
    watch.pass_by(minutes=1)
    assert watching.look()["lever"] == heard[-1]
    assert len(set(heard)) == 3
