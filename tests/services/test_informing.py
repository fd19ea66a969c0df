"""Who is to hear of a change: whoever was interested, by who talked with them, as their consent allows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import get_args
from uuid import uuid4

import pytest

from lobby.data.desk import Happening
from lobby.data.desk_consents import Said, keep
from lobby.domain.errors import AccessRefused
from lobby.domain.outcomes import Entry, Result, Subject
from lobby.domain.since import SaleState
from lobby.domain.viewer import LANGUAGES, Role, Viewer
from lobby.services.informing import InformLine, settle, to_inform
from lobby.services.outcomes import record_outcome
from lobby.services.product_status import Wish, answer, propose
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.portraits import CATALOG
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]
HEAD, OTHER_HEAD = (Viewer(one, one, "head_office", None, frozenset(), "laptop") for one in ("h1", "h2"))


def talked(
    sources: Sources,
    viewer: Viewer,
    now: datetime,
    customer_id: str = "c01",
    result: Result = "interested",
    product: str = "dep_term",
) -> None:
    visit = open_customer(sources, viewer, customer_id, reason="asked for")
    entry = Entry(uuid4().hex, customer_id, Subject("product", product), result)
    record_outcome(sources, viewer, visit, entry, now)


def changed(
    sources: Sources,
    watch: Watch,
    state: SaleState = "sold_out",
    branch_id: str | None = None,
    rate: str | None = None,
) -> str:
    """A change of the time deposit, some minutes later."""
    key = uuid4().hex
    watch.pass_by(minutes=5)
    propose(sources, HEAD, Wish("dep_term", branch_id, state, rate_version=rate, reason="because"), key)
    answer(sources, OTHER_HEAD, key, "checked")
    watch.pass_by(minutes=5)
    return key


def told(sources: Sources, viewer: Viewer, now: datetime) -> list[tuple[str, str]]:
    return [(line.customer.customer_id, line.why) for line in to_inform(sources, viewer, now, "zh_Hans")]


def test_who_talked_and_the_manager_see_who_was_interested(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    talked(sources, signed_in("s1"), now)
    assert told(sources, signed_in("s1"), now) == []
    key = changed(sources, watch)
    (line,) = to_inform(sources, signed_in("s1"), now, "zh_Hans")
    assert line == InformLine(
        status_id=key,
        customer=line.customer,
        product_name="整存整取定期存款",
        why="sold_out",
        at=line.at,
        talked_by="何晓",
        sentence=CATALOG.desk_lines["inform_sold_out"].talk["zh_Hans"],
        may_call=True,
    )
    assert (line.customer.customer_id, f"{line.at:%H:%M}") == ("c01", "09:05")
    assert told(sources, signed_in("s3"), now) == [("c01", "sold_out")]
    for other in ("s2", "s4"):
        assert told(sources, signed_in(other), now) == []


@pytest.mark.parametrize("result", ["interested", "not_now", "declined", "not_appropriate", "done"])
def test_only_who_was_interested_is_told(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch, result: Result
) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    later = date(2026, 11, 27) if result == "not_now" else None
    entry = Entry("one", "c01", Subject("product", "dep_term"), result, next_on=later)
    record_outcome(sources, signed_in("s1"), visit, entry, now)
    talked(sources, signed_in("s1"), now, "c02", product="dep_cd")
    changed(sources, watch)
    assert told(sources, signed_in("s1"), now) == ([("c01", "sold_out")] if result == "interested" else [])


def test_only_the_last_change_is_told_and_not_after_another_talk(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    talked(sources, signed_in("s1"), now)
    changed(sources, watch)
    changed(sources, watch, "on_sale")
    assert told(sources, signed_in("s1"), now) == [("c01", "back_on_sale")]
    talked(sources, signed_in("s2"), now)
    assert told(sources, signed_in("s1"), now) == []
    changed(sources, watch, "on_sale", rate="2026-11B")
    assert told(sources, signed_in("s2"), now) == [("c01", "rate_changed")]
    assert told(sources, signed_in("s1"), now) == []


def test_a_change_of_another_branch_concerns_nobody_here(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    talked(sources, signed_in("s1"), now)
    changed(sources, watch, "paused", "b2")
    assert told(sources, signed_in("s3"), now) == []
    changed(sources, watch, "paused", "b1")
    assert told(sources, signed_in("s3"), now) == [("c01", "paused")]


def test_after_the_days_of_the_policy_nobody_is_told(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    talked(sources, signed_in("s1"), now)
    changed(sources, watch)
    watch.pass_by(days=89)
    assert told(sources, signed_in("s1"), now) == [("c01", "sold_out")]
    watch.pass_by(days=1)
    assert told(sources, signed_in("s1"), now) == []


def test_without_consent_in_person_only(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    viewer = signed_in("s1")
    talked(sources, viewer, now)
    changed(sources, watch)
    assert [line.may_call for line in to_inform(sources, viewer, now, "en")] == [True]
    visit = open_customer(sources, viewer, "c01")
    happening = Happening(viewer, "consent", customer_id="c01", visit_id=visit.visit_id)
    keep(sources.desk, "no", Said("marketing", "any", False, None, "zh_Hans", date(2026, 11, 20)), happening)
    assert [line.may_call for line in to_inform(sources, viewer, now, "en")] == [False]


def test_what_was_settled_leaves_both_lists_and_is_written_once(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    talked(sources, signed_in("s1"), now)
    key = changed(sources, watch)
    for _ in range(2):
        settle(sources, signed_in("s1"), key, "c01", "told", now)
    assert told(sources, signed_in("s1"), now) == told(sources, signed_in("s3"), now) == []
    (row,) = sources.desk.audited(9, action="inform")
    assert (row["customer_id"], row["result"], row["details"]) == (
        "c01", "told", {"change": key, "result": "told"},
    )  # fmt: skip
    for staff_id, result in (("s3", "told"), ("s1", "not_needed"), ("s2", "told"), ("s4", "told")):
        with pytest.raises(AccessRefused, match="unknown_inform"):
            settle(sources, signed_in(staff_id), key, "c01", result, now)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", get_args(Role))
def test_only_branch_staff_have_the_list(sources: Sources, now: datetime, role: Role) -> None:
    viewer = Viewer("s9", "示例", role, "b1", frozenset(), "ipad-1")
    if role in ("lobby", "adviser", "teller", "manager"):
        assert told(sources, viewer, now) == []
        return
    with pytest.raises(AccessRefused, match="not_for_role"):
        told(sources, viewer, now)


@pytest.mark.parametrize("why", ["sold_out", "paused", "rate_changed", "back_on_sale"])
def test_every_sentence_is_neutral_and_names_no_product_or_amount(why: str) -> None:
    talk = CATALOG.desk_lines[f"inform_{why}"].talk
    for language in LANGUAGES:
        assert not any(sign.isdigit() for sign in talk[language])
        assert "{" not in talk[language]
