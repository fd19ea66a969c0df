"""Whether there is such a customer is told neither by the answer nor by the work it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from statistics import median
from time import thread_time_ns
from typing import Any

import pytest
from sqlalchemy import Engine, event

from lobby.data.desk import Happening, append
from lobby.domain.errors import AccessRefused
from lobby.domain.signing import ApiKey
from lobby.domain.viewer import Viewer
from lobby.services.finding import find
from lobby.services.receiving import Came, somebody_came
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.desk_stores import Watch

SignIn = Callable[[str], Viewer]
NOT_YOURS, NOBODY = ("c03", "c07", "c08"), ("c97", "c98", "c99")
TURNS, WARM = 400, 40
EVERYBODY = {"word": None, "letters": "", "tail": None, "numbers": [], "at_most": 1000}
KEY = ApiKey("queue-1", "s" * 32)


@dataclass
class Work:
    """What was asked of the portrait and of the desk store, statement by statement."""

    done: list[str] = field(default_factory=list)

    def note(self, *told: Any) -> None:
        self.done.append(str(told[2]))


class Counted:
    """The portraits, each read noted."""

    def __init__(self, portraits: Any, work: Work) -> None:
        self.portraits, self.work = portraits, work

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.portraits, name)
        if name not in ("rows", "one"):
            return found

        def read(query: str, **values: Any) -> Any:
            self.work.done.append(query)
            return found(query, **values)

        return read


@contextmanager
def watched(sources: Sources) -> Iterator[tuple[Sources, Work]]:
    work = Work()
    event.listen(Engine, "before_cursor_execute", work.note)
    try:
        yield replace(sources, portraits=Counted(sources.portraits, work)), work  # type: ignore[arg-type]
    finally:
        event.remove(Engine, "before_cursor_execute", work.note)


def told(sources: Sources, do: Callable[[Sources], object]) -> tuple[object, list[str]]:
    """What came of it, and the work it took."""
    with watched(sources) as (counted, work):
        try:
            answer: object = do(counted)
        except AccessRefused as refused:
            answer = (refused.code, refused.message, refused.hint, dict(refused.values))
        return answer, work.done


@pytest.mark.parametrize("reason", [None, ""])
def test_f43_opening_somebody_elses_customer_and_nobody_is_one_answer_and_one_work(
    sources: Sources, signed_in: SignIn, reason: str | None
) -> None:
    viewer = signed_in("s1")
    told(sources, lambda counted: open_customer(counted, viewer, "c03"))
    answers = [
        told(sources, lambda counted, one=one: open_customer(counted, viewer, one, reason=reason))
        for one in (*NOT_YOURS, *NOBODY)
    ]
    assert answers[0][0] == (
        "reason_needed",
        "Outside the own branch a customer is opened with a reason only.",
        "Type the reason first.",
        {},
    )
    assert [one for one in answers if one != answers[0]] == []
    assert len(answers[0][1]) > 2


@pytest.mark.parametrize("texts", [(NOT_YOURS, NOBODY), (("13500002345",), ("13999999999",))])
def test_f43_searching_somebody_elses_customer_and_nobody_is_one_answer_and_one_work(
    sources: Sources, signed_in: SignIn, now: datetime, texts: tuple[tuple[str, ...], ...]
) -> None:
    viewer = signed_in("s1")
    told(sources, lambda counted: find(counted, viewer, "c03", now=now))
    answers = [
        told(sources, lambda counted, one=one: find(counted, viewer, one, now=now))
        for one in (*texts[0], *texts[1])
    ]
    assert [one for one in answers if one != answers[0]] == []
    assert len(answers[0][1]) > 2


def test_f43_a_tail_of_nobody_and_of_another_branch_are_one_answer(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s1")
    told(sources, lambda counted: find(counted, viewer, "0001", now=now))
    answers = [
        told(sources, lambda counted, one=one: find(counted, viewer, one, now=now))
        for one in ("2345", "4567", "1009", "0000", "9999")
    ]
    assert [one for one in answers if one != answers[0]] == []


def test_f43_a_machine_hears_the_same_of_a_customer_and_of_a_stranger(sources: Sources) -> None:
    def came(customer_id: str) -> Came:
        return Came(
            f"m-{customer_id}", customer_id, "app", "b1", sources.clock(), tokens={"number": customer_id}
        )

    answers = [
        told(sources, lambda counted, one=one: somebody_came(counted, KEY, came(one)))
        for one in ("c07", "c97", "c08", "c98")
    ]
    assert {answer for answer, _ in answers} == {None}


def test_f43_of_1000_tails_those_after_the_limit_are_refused(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s1")
    with sources.desk.writing() as connection:
        for _ in range(590):
            append(connection, sources.clock(), Happening(viewer, "search", details={"read_as": ["tail"]}))
    answered = [
        told(sources, lambda counted, n=n: find(counted, viewer, f"{n:04}", now=now))[0] for n in range(410)
    ]
    refused = [one for one in answered if isinstance(one, tuple)]
    assert len(refused) == 400
    assert {one[0] for one in refused} == {"search_limit"}


def test_jrt_0171_query_no_search_is_open(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    """One sign finds nobody and is given no count; rows are masked; no sign stands for many."""
    viewer = signed_in("s1")
    for text in ("", "王", "z", "1", "%", "%%", "*", "??", "____"):
        found = find(sources, viewer, text, now=now)
        assert (found.hits, found.state in ("type_more", "none")) == ((), True)
    named = find(sources, viewer, "张伟", now=now)
    assert {hit.name_masked for hit in named.hits} == {"张*"}
    assert sources.catalog.policy.search_max_rows == 20


def test_jrt_0171_query_a_result_ends_at_20_rows(bank: Sources, now: datetime) -> None:
    branch_id = max(bank.branch_names())
    viewer = Viewer("x", "x", "lobby", branch_id, frozenset(), "ipad-1")
    most = max(len(find(bank, viewer, text, now=now).hits) for text in ("wang", "li", "zhang", "wa", "zh"))
    assert most == 20


@pytest.mark.proof
@pytest.mark.parametrize("way", ["found", "opened"])
def test_f43_somebody_elses_customer_and_nobody_take_the_same_time(
    bank: Sources, now: datetime, watch: Watch, way: str
) -> None:
    """400 of each by turns, in processor time, which other work on the machine does not lengthen."""
    own, *others = sorted(bank.branch_names())
    viewer = Viewer("x", "x", "lobby", own, frozenset(), "ipad-1")
    policy = replace(bank.catalog.policy, searches_hour=10**6)
    patient = replace(bank, catalog=replace(bank.catalog, policy=policy))
    theirs = [
        row["customer_id"]
        for branch_id in others
        for row in bank.portraits.rows("board_matches", branch_id=branch_id, **EVERYBODY)
    ][:TURNS]
    nobody = [f"{customer_id[:-1]}x" for customer_id in theirs]  # a number between numbers
    lot, times = Random(43), {"theirs": list[int](), "nobody": list[int]()}

    def ask(customer_id: str) -> None:
        if way == "found":
            assert find(patient, viewer, customer_id, now=now).state == "reason_needed"
            return
        with pytest.raises(AccessRefused, match="reason_needed"):
            open_customer(patient, viewer, customer_id)

    for pair in zip(theirs, nobody, strict=True):
        watch.pass_by(seconds=60)
        turns = list(zip(times, pair, strict=True))
        for whose, customer_id in lot.sample(turns, 2):
            begun = thread_time_ns()
            ask(customer_id)
            times[whose].append(thread_time_ns() - begun)
    warm = {whose: taken[WARM:] for whose, taken in times.items()}
    middle = {whose: median(taken) / 1e6 for whose, taken in warm.items()}
    print(f"{way}: {middle['theirs']:.3f} ms of theirs, {middle['nobody']:.3f} ms of nobody")
    assert len(theirs) == TURNS
    assert abs(middle["theirs"] - middle["nobody"]) < 0.1 * middle["nobody"]
