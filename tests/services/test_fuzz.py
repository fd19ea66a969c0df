"""Fuzzed inputs to search, API and the fields that people type: an answer or a refusal, nothing else."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import islice
from random import Random

import pytest
from pydantic import SecretStr

from lobby.data.desk import StaffMember
from lobby.data.settings import Settings
from lobby.domain.audit_search import Wanted
from lobby.domain.campaigns import Plan
from lobby.domain.errors import LobbyError
from lobby.domain.levers import Lever
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.viewer import Viewer
from lobby.services import (
    alerts,
    audit,
    bulletins,
    campaigns,
    continuations,
    drafts,
    erasures,
    inspection,
    levers,
    outcomes,
    product_status,
    risk,
    serving,
    sessions,
    signing_in,
    subject,
)
from lobby.services import staff as people
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


def typed(sources: Sources, signed_in: SignIn, now: datetime, count: int) -> list[str]:
    """Texts in the fields that people type on screens and at the command line, each in its turn."""
    staff, manager, head_office, risk_desk, auditor = map(signed_in, ("s1", "s3", "s5", "s6", "s7"))
    visit = open_customer(sources, staff, "c01")
    talk, today = Subject("service", "anti_fraud"), now.date()
    record_outcome(sources, staff, visit, Entry("first", "c01", talk, "done"), now)
    wish = product_status.Wish("dep_term", "b1", "paused", reason="because")
    lever = Lever(Decimal(1), today, today, product="dep_term")
    claims = {"iss": "https://login.bank", "email_verified": True}
    plan = Plan("", "dep_term", None, "b1", None, "s3", today, 0)

    def note(text: str, key: str) -> object:
        return record_outcome(sources, staff, visit, Entry(key, "c01", talk, "done", note=text), now)

    def refuse_sale(text: str, key: str) -> object:
        number = product_status.propose(sources, manager, wish, f"p-{key}").number
        return product_status.answer(sources, head_office, number, "refused", text)

    fields: tuple[Callable[[str, str], object], ...] = (
        note,
        refuse_sale,
        lambda text, key: bulletins.publish(sources, manager, text, key, now),
        lambda text, key: outcomes.add_to(sources, staff, "first", (), (), text),
        lambda text, key: drafts.keep_draft(sources, staff, visit, {"note": text}),
        lambda text, key: serving.enter(sources, staff, text, text, key),
        lambda text, key: product_status.propose(
            sources, manager, replace(wish, rate_version=text, reason=text), key
        ),
        lambda text, key: levers.propose(sources, head_office, levers.Wish(lever, text), key, now),
        lambda text, key: campaigns.draft(sources, manager, replace(plan, name=text), key, now),
        lambda text, key: alerts.answer(sources, auditor, text, text),
        lambda text, key: erasures.answer(sources, manager, text, text),
        lambda text, key: risk.open_case(sources, risk_desk, "possible_scam", "nobody", text),
        lambda text, key: risk.take_step(sources, risk_desk, "none", "confirmed", text),
        lambda text, key: inspection.inspect(sources, auditor, text, now),
        lambda text, key: audit.search(sources, manager, Wanted(text, text, text, text, text)),
        lambda text, key: audit.who_saw(sources, auditor, text, Wanted(staff_id=text)),
        lambda text, key: audit.seen(sources, auditor, Wanted(staff_id=text, device=text)),
        lambda text, key: explain(sources, auditor, text),
        lambda text, key: continuations.redeem(sources, head_office, text),
        lambda text, key: subject.export(sources, head_office, text),
        lambda text, key: subject.erase(sources, head_office, text, text, now),
        lambda text, key: sessions.sign_in(sources, None, text, "ipad-1"),
        lambda text, key: signing_in.admit(sources, {**claims, "sub": text, "email": text}, key),
        lambda text, key: people.block(sources, text, is_blocked=True),
        lambda text, key: people.add(sources, StaffMember(text, text, "lobby", "b1", login=text)),
        lambda text, key: open_customer(sources, head_office, "c99", reason=text),
    )
    drawn, lot = islice(texts(Random(20261122)), count), Random(20261123)
    return [said_of(partial(lot.choice(fields), text, f"k{number}")) for number, text in enumerate(drawn)]


def leaks(told: Sequence[str]) -> list[str]:
    return [one for one in told if any(word in one for word in SECRET_WORDS)]


def hold_all(
    sources: Sources, signed_in: SignIn, now: datetime, log: pytest.LogCaptureFixture, count: int
) -> None:
    """So many of each kind: no exception, no status but those described, no leak, no trace."""
    log.set_level(logging.DEBUG, "lobby")
    with kept(sources) as fuzzed:
        assert leaks(search(fuzzed, signed_in("s4"), now, count)) == []
        typed(fuzzed, signed_in, now, count)
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
