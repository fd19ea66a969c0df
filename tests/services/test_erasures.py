"""To be forgotten: both refusals and the request stand together, with a number, a deadline and a receipt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from lobby.domain.erasure import SIGNS, due_on, number_of
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.viewer import LANGUAGES, Language, Viewer
from lobby.services.consents import said_since
from lobby.services.customer import customer_view
from lobby.services.erasures import (
    answer,
    answered_requests,
    forget,
    has_open_request,
    open_requests,
    receipt,
)
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]
NOTE = "已书面答复，营销资料已删"
MANAGER = Viewer("m1", "王颖", "manager", "b1")


@pytest.fixture
def visit(sources: Sources, signed_in: SignIn) -> Visit:
    return open_customer(sources, signed_in("s2"), "c02")


def test_a_number_is_readable_and_carries_sixty_random_bits() -> None:
    assert number_of(bytes(8)) == "0000-0000-0000"
    assert number_of(b"\xff" * 8) == "ZZZZ-ZZZZ-ZZZZ"
    assert number_of((1).to_bytes(8)) == "1000-0000-0000"
    assert not set("ILOU") & set(SIGNS)
    assert len(set(SIGNS)) == 32


def test_the_deadline_is_the_policys_days_later(sources: Sources) -> None:
    assert sources.catalog.policy.erasure_days == 15
    assert due_on(date(2026, 12, 20), 15) == date(2027, 1, 4)


def test_marketing_and_profiling_stop_with_the_request(
    sources: Sources, signed_in: SignIn, visit: Visit, now: datetime
) -> None:
    viewer = signed_in("s2")
    assert not has_open_request(sources, viewer, visit)
    request = forget(sources, viewer, visit, "key-1", now, "zh_Hans")
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", request.number)
    assert (request.state, request.received_on, request.due_on) == (
        "received", date(2026, 11, 20), date(2026, 12, 5),
    )  # fmt: skip
    assert said_since(sources, "c02") == {"marketing": False, "profiling": False}
    assert customer_view(sources, viewer, visit, now, "zh_Hans").suggestions == ()
    assert has_open_request(sources, viewer, visit)
    rows = sources.desk.audited(9, visit_id=visit.visit_id)
    assert [(row["action"], row["result"]) for row in rows if row["action"] != "decision"] == [
        ("erasure", "received"), ("consent", "refused"), ("consent", "refused"), ("open", "ok"),
    ]  # fmt: skip


def test_a_replay_gives_the_same_request(
    sources: Sources, signed_in: SignIn, visit: Visit, now: datetime
) -> None:
    viewer = signed_in("s2")
    first = forget(sources, viewer, visit, "key-1", now, "zh_Hans")
    assert forget(sources, viewer, visit, "key-1", now, "zh_Hans") == first
    assert len(sources.desk.audited(9, visit_id=visit.visit_id, action="consent")) == 2
    other = open_customer(sources, viewer, "c01")
    assert forget(sources, viewer, other, "key-2", now, "zh_Hans").number != first.number


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_is_masked_and_says_what_stops_and_what_stays(
    language: Language, sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s2")
    visit = open_customer(sources, viewer, "c06", reason="asked at the desk")
    assert receipt(sources, viewer, visit, language) is None
    request = forget(sources, viewer, visit, "key-1", now, language)
    paper = receipt(sources, viewer, visit, language)
    assert paper is not None
    assert (paper.language, paper.request, paper.branch_name) == (
        language,
        request,
        sources.branch_names()["b1"],
    )
    privacy = sources.catalog.privacy
    assert paper.stops == tuple(one[language] for one in privacy.stops)
    assert [how_long for _, how_long, _ in paper.kept] == [one.how_long[language] for one in privacy.kept]


def test_the_name_on_the_receipt_is_masked(
    sources: Sources, signed_in: SignIn, visit: Visit, now: datetime
) -> None:
    viewer = signed_in("s2")
    forget(sources, viewer, visit, "key-1", now, "zh_Hans")
    paper = receipt(sources, viewer, visit, "zh_Hans")
    assert paper is not None
    assert paper.name_masked == "李*"


def test_the_manager_answers_what_is_due_and_only_once(
    sources: Sources, signed_in: SignIn, visit: Visit, now: datetime
) -> None:
    viewer = signed_in("s2")
    first = forget(sources, viewer, visit, "key-1", now, "zh_Hans")
    assert [one.number for one in open_requests(sources, MANAGER)] == [first.number]
    assert open_requests(sources, replace(MANAGER, branch_id="b2")) == ()
    answer(sources, MANAGER, first.number, NOTE)
    assert open_requests(sources, MANAGER) == ()
    assert not has_open_request(sources, viewer, visit)
    with pytest.raises(AccessRefused) as refused:
        answer(sources, MANAGER, first.number, NOTE)
    assert refused.value.code == "unknown_request"
    assert said_since(sources, "c02") == {"marketing": False, "profiling": False}


@pytest.mark.parametrize(
    ("role", "lists", "answers"),
    [
        ("manager", True, True),
        ("head_office", True, True),
        ("auditor", True, False),
        ("lobby", False, False),
        ("adviser", False, False),
        ("teller", False, False),
        ("risk", False, False),
    ],
)
def test_who_lists_and_who_answers(
    role: str, lists: bool, answers: bool, sources: Sources, signed_in: SignIn, visit: Visit, now: datetime
) -> None:
    request = forget(sources, signed_in("s2"), visit, "key-1", now, "zh_Hans")
    viewer = replace(MANAGER, role=role)
    if lists:
        assert [one.number for one in open_requests(sources, viewer)] == [request.number]
    else:
        with pytest.raises(AccessRefused):
            open_requests(sources, viewer)
    if answers:
        answer(sources, viewer, request.number, NOTE)
    else:
        with pytest.raises(AccessRefused):
            answer(sources, viewer, request.number, NOTE)
    assert (open_requests(sources, MANAGER) == ()) == answers


def test_how_it_was_answered_is_kept_as_one_line_and_read_again(
    sources: Sources, signed_in: SignIn, visit: Visit, now: datetime
) -> None:
    request = forget(sources, signed_in("s2"), visit, "key-1", now, "zh_Hans")
    answer(sources, MANAGER, request.number, f" {NOTE}\n")
    (told,) = answered_requests(sources, MANAGER)
    assert (told.number, told.note, told.staff_id) == (request.number, NOTE, "m1")
    assert answered_requests(sources, replace(MANAGER, branch_id="b2")) == ()
    with pytest.raises(AccessRefused):
        answered_requests(sources, replace(MANAGER, role="adviser"))


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("", "note_needed"),
        (" \n", "note_needed"),
        ("已打 13800138000 答复", "note_number"),
        ("长" * 500, "note_long"),
    ],
)
def test_without_a_fit_note_nothing_is_answered(
    note: str, code: str, sources: Sources, signed_in: SignIn, visit: Visit, now: datetime
) -> None:
    request = forget(sources, signed_in("s2"), visit, "key-1", now, "zh_Hans")
    with pytest.raises(EntryRefused) as refused:
        answer(sources, MANAGER, request.number, note)
    assert refused.value.code == code
    assert [one.number for one in open_requests(sources, MANAGER)] == [request.number]
