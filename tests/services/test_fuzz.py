"""Fuzzed inputs to search, API and the fields that people type: an answer or a refusal, nothing else."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice
from random import Random

import pytest
from pydantic import SecretStr

from lobby.data.settings import Settings
from lobby.domain.audit_search import Wanted
from lobby.domain.errors import LobbyError
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.viewer import Viewer
from lobby.services import alerts, audit, bulletins, erasures, serving
from lobby.services.explaining import explain
from lobby.services.finding import find
from lobby.services.outcomes import record_outcome
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.api.test_arrivals import KEYS, Sender
from tests.fuzzed import messages, texts

SignIn = Callable[[str], Viewer]
SECRET_WORDS = (
    "王秀兰",
    "陈建国",
    "13800001234",
    "13500002345",
    "Traceback",
    "sqlalchemy",
    "duckdb",
    'File "',
)
ANSWERS = {202, 400, 401, 403, 404, 409, 413, 422}
SHORT = 100
LONG = 3400  # of each of three kinds: more than 10,000 in all


@contextmanager
def kept(sources: Sources) -> Iterator[Sources]:
    """A bank whose limits do not end the test."""
    policy = replace(
        sources.catalog.policy, searches_hour=10**6, openings_10_minutes=10**6, openings_hour=10**6
    )
    yield replace(sources, catalog=replace(sources.catalog, policy=policy))


def said_of(do: Callable[[], object]) -> str:
    """What came of it in words: an answer, or a refusal that people can act on; anything else is a fault."""
    try:
        return repr(do())
    except LobbyError as refused:
        return f"{refused.code} {refused.message} {refused.hint} {dict(refused.values)}"


def search(sources: Sources, viewer: Viewer, now: datetime, count: int) -> list[str]:
    """Texts searched and opened by somebody of the other branch, who may see none of the first one's."""
    lot = Random(20261120)
    told = []
    for text in islice(texts(lot), count):
        reason = lot.choice((None, "", text))
        told.append(
            said_of(lambda text=text, reason=reason: find(sources, viewer, text, reason=reason, now=now))
        )
        if lot.random() < 0.25:
            told.append(said_of(lambda text=text: open_customer(sources, viewer, text)))
    return told


def api(sources: Sources, count: int) -> list[tuple[int, str]]:
    """Signed messages with faults in them, and some whose signature has one."""
    sender = Sender(replace(sources, settings=Settings(home=sources.settings.home, api_keys=SecretStr(KEYS))))
    at = sender.now()
    valid = {
        "/api/arrivals": {"arrival_id": "f1", "source": "queue", "branch_id": "b1", "arrived_at": at},
        "/api/queue": {
            "message_id": "f2", "branch_id": "b1", "ticket": "A037", "state": "called", "happened_at": at,
        },
    }  # fmt: skip
    lot, told = Random(20261121), []
    for path, body in islice(messages(lot, valid), count):
        headers = sender.signed(path, body)
        if lot.random() < 0.1:
            headers[lot.choice(sorted(headers))] = "".join(lot.choices("0aZ-_ é\x7f", k=lot.randrange(80)))
        status, answer = sender.send(path, body, headers)
        said = json.dumps({**answer, "id": None}, ensure_ascii=False)
        assert answer.get("id") in (None, *own_ids(body))  # the sender's own name for it, whatever that is
        told.append((status, said))
    return told


def own_ids(body: bytes) -> list[object]:
    """What a message calls itself, if it can be read."""
    with suppress(ValueError):
        read = json.loads(body)
        if isinstance(read, dict):
            return [value for key, value in read.items() if key in ("arrival_id", "message_id")]
    return []


def typed(sources: Sources, people: Sequence[Viewer], now: datetime, count: int) -> list[str]:
    """Texts in the fields that people type, and numbers where pages send some back."""
    staff, manager, auditor, head_office = people
    visit = open_customer(sources, staff, "c01")
    told = []
    for number, text in enumerate(islice(texts(Random(20261122)), count)):
        entry = Entry(f"o{number}", "c01", Subject("service", "anti_fraud"), "done", note=text)
        fields: tuple[Callable[[], object], ...] = (
            lambda text=text, number=number: bulletins.publish(sources, manager, text, f"b{number}", now),
            lambda entry=entry: record_outcome(sources, staff, visit, entry, now),
            lambda text=text, number=number: serving.enter(sources, staff, text, text, f"e{number}"),
            lambda text=text: alerts.answer(sources, auditor, text, text),
            lambda text=text: erasures.answer(sources, manager, text, text),
            lambda text=text: audit.search(sources, manager, Wanted(customer_id=text, staff_id=text)),
            lambda text=text: explain(sources, auditor, text),
            lambda text=text: open_customer(sources, head_office, "c99", reason=text),
        )
        told.append(said_of(fields[number % len(fields)]))
    return told


def leaks(told: Sequence[str]) -> list[str]:
    return [one for one in told if any(word in one for word in SECRET_WORDS)]


def hold_all(
    sources: Sources, signed_in: SignIn, now: datetime, log: pytest.LogCaptureFixture, count: int
) -> None:
    """So many of each kind: no exception, no status but those described, no leak, no trace."""
    log.set_level(logging.DEBUG, "lobby")
    with kept(sources) as fuzzed:
        people = [signed_in(one) for one in ("s1", "s3", "s7", "s5")]
        assert leaks(search(fuzzed, signed_in("s4"), now, count)) == []
        typed(fuzzed, people, now, count)
        answers = api(fuzzed, count)
    assert {status for status, _ in answers} <= ANSWERS
    assert len({status for status, _ in answers}) > 3
    assert leaks([said for _, said in answers]) == []
    assert leaks([record.getMessage() for record in log.records if record.name.startswith("lobby")]) == []


def test_f43_f46_asvs_16_5_1_of_300_fuzzed_inputs_none_is_a_fault_or_a_leak(
    sources: Sources, signed_in: SignIn, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    hold_all(sources, signed_in, now, caplog, SHORT)


@pytest.mark.proof
def test_f43_f46_asvs_16_5_1_of_10000_fuzzed_inputs_none_is_a_fault_or_a_leak(
    sources: Sources, signed_in: SignIn, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    hold_all(sources, signed_in, now, caplog, LONG)
