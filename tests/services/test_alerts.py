"""Alerts about look-ups: raised before anything is shown, told to others only, answered under a name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from lobby.data.desk_schema_trust import alert_answer
from lobby.domain.errors import AccessRefused, DeskError, EntryRefused
from lobby.domain.signing import ApiKey
from lobby.domain.viewer import Viewer
from lobby.services import lead_home
from lobby.services.alerts import answer, answered_alerts, open_alerts
from lobby.services.finding import find
from lobby.services.leads import todays_leads
from lobby.services.receiving import Came, somebody_came
from lobby.services.rehearsal import rehearsed_day
from lobby.services.sample_day import TOKENS
from lobby.services.sources import Sources
from lobby.services.staff import as_viewer, members
from lobby.services.visits import open_customer
from lobby.services.watching import Watching
from tests.desk_stores import Watch

SignIn = Callable[[str], Viewer]
NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
KEY = ApiKey("queue-1", "s" * 32)
LISTS = {"decoys": ("c02",), "celebrities": ("c05",), "colleagues": ("c11",)}


@pytest.fixture
def watched(sources: Sources) -> Sources:
    """The tiny bank with customers on its lists."""
    catalog = sources.catalog
    return replace(sources, catalog=replace(catalog, policy=replace(catalog.policy, **LISTS)))


def kinds(sources: Sources, viewer: Viewer) -> list[tuple[str, str, str | None]]:
    return [
        (one.alert.kind, one.alert.about_staff_id, one.alert.customer_id)
        for one in open_alerts(sources, viewer)
    ]


@pytest.mark.both_stores
def test_f42_a_decoy_is_told_of_at_once_to_the_manager_and_to_audit(
    watched: Sources, signed_in: SignIn
) -> None:
    open_customer(watched, signed_in("s1"), "c02")
    for reader in ("s3", "s7"):
        assert kinds(watched, signed_in(reader)) == [("decoy", "s1", "c02")]
    (line,) = open_alerts(watched, signed_in("s3"))
    assert (line.alert.raised_at, line.alert.branch_id, line.alert.device) == (NINE, "b1", "ipad-1")
    open_customer(watched, signed_in("s1"), "c02")
    assert len(open_alerts(watched, signed_in("s3"))) == 1


def test_f42_100_look_ups_by_script_end_at_the_limit_with_an_alert(
    watched: Sources, signed_in: SignIn, watch: Watch
) -> None:
    viewer = signed_in("s1")
    for _ in range(20):
        open_customer(watched, viewer, "c01")
    for _ in range(80):
        with pytest.raises(AccessRefused, match="within 10 minutes"):
            open_customer(watched, viewer, "c01")
    assert kinds(watched, signed_in("s3")) == [("limit", "s1", None)]
    assert watch() - open_alerts(watched, signed_in("s3"))[0].alert.raised_at < timedelta(seconds=60)
    assert sum(row["result"] == "limit" for row in watched.desk.audited(200)) == 80


def test_f42_numbers_gone_through_and_the_listed_are_told(watched: Sources, signed_in: SignIn) -> None:
    viewer = signed_in("s1")
    for customer_id in ("c05", "c11", "c01", "c03", "c04", "c06", "c07"):
        open_customer(watched, viewer, customer_id, reason="by telephone")
    assert sorted(kinds(watched, signed_in("s3"))) == [
        ("celebrity", "s1", "c05"),
        ("colleague", "s1", "c11"),
        ("neighbours", "s1", None),
    ]


def test_nobody_reads_an_alert_about_themselves(watched: Sources, signed_in: SignIn) -> None:
    open_customer(watched, signed_in("s3"), "c02")
    assert kinds(watched, signed_in("s3")) == []
    assert kinds(watched, signed_in("s7")) == [("decoy", "s3", "c02")]
    told = lead_home.home(watched, signed_in("s3"), (), watched.now())
    assert told.alerts == 0


@pytest.mark.parametrize("staff_id", ["s1", "s2", "s5", "s6"])
def test_whoever_is_told_of_nobody_is_refused(watched: Sources, signed_in: SignIn, staff_id: str) -> None:
    for ask in (open_alerts, answered_alerts):
        with pytest.raises(AccessRefused) as refused:
            ask(watched, signed_in(staff_id))
        assert refused.value.code == "not_for_role"


def test_another_branch_hears_nothing(watched: Sources, signed_in: SignIn) -> None:
    open_customer(watched, signed_in("s1"), "c02")
    elsewhere = replace(signed_in("s3"), staff_id="s9", branch_id="b2")
    assert open_alerts(watched, elsewhere) == ()


@pytest.mark.both_stores
def test_an_alert_is_answered_once_by_a_named_person_with_a_note(watched: Sources, signed_in: SignIn) -> None:
    open_customer(watched, signed_in("s1"), "c02")
    (line,) = open_alerts(watched, signed_in("s3"))
    with pytest.raises(EntryRefused) as needed:
        answer(watched, signed_in("s3"), line.alert.alert_id, " \n")
    assert needed.value.code == "note_needed"
    answer(watched, signed_in("s3"), line.alert.alert_id, " talked\nwith S1 ")
    assert open_alerts(watched, signed_in("s3")) == ()
    (done,) = answered_alerts(watched, signed_in("s7"))
    assert (done.alert.answered_by, done.alert.note) == ("s3", "talked with S1")
    newest = watched.desk.audited(1)[0]
    assert (newest["action"], newest["result"], newest["staff_id"]) == ("alert", "answered", "s3")
    with pytest.raises(AccessRefused) as gone:
        answer(watched, signed_in("s7"), line.alert.alert_id, "again")
    assert gone.value.code == "unknown_alert"


@pytest.mark.both_stores
def test_nobody_answers_an_alert_about_themselves(watched: Sources, signed_in: SignIn) -> None:
    open_customer(watched, signed_in("s3"), "c02")
    (line,) = open_alerts(watched, signed_in("s7"))
    with pytest.raises(AccessRefused) as refused:
        answer(watched, signed_in("s3"), line.alert.alert_id, "it was nothing")
    assert refused.value.code == "unknown_alert"
    row = {"alert_id": line.alert.alert_id, "about_staff_id": "s3", "staff_id": "s3", "note": "nothing"}
    with pytest.raises(IntegrityError), watched.desk.writing() as connection:
        connection.execute(insert(alert_answer).values({**row, "answered_at": NINE}))


def test_without_the_alert_nothing_is_shown(watched: Sources, signed_in: SignIn, tmp_path: Path) -> None:
    viewer = signed_in("s1")
    with sqlite3.connect(tmp_path / "desk.sqlite") as raw:
        raw.execute("alter table alert rename to elsewhere")
    with pytest.raises(DeskError):
        open_customer(watched, viewer, "c02")
    assert open_customer(watched, viewer, "c01").customer_id == "c01"


def test_open_pages_hear_of_an_alert(watched: Sources, signed_in: SignIn) -> None:
    watching = Watching(watched, lambda: "v1")
    before = watching.look()["alert"]
    open_customer(watched, signed_in("s1"), "c01")
    assert watching.look()["alert"] == before
    open_customer(watched, signed_in("s1"), "c02")
    assert watching.look()["alert"] != before


def test_the_managers_home_counts_what_waits(watched: Sources, signed_in: SignIn) -> None:
    open_customer(watched, signed_in("s1"), "c02")
    assert lead_home.home(watched, signed_in("s3"), (), watched.now()).alerts == 1


def test_a_decoy_is_nobodys_lead(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    manager = signed_in("s3")
    first = todays_leads(sources, manager, now, "zh_Hans")[0].customer_id
    policy = replace(sources.catalog.policy, decoys=(first,))
    with_decoy = replace(sources, catalog=replace(sources.catalog, policy=policy))
    listed = {one.customer_id for one in todays_leads(with_decoy, manager, now, "zh_Hans")}
    assert first not in listed
    assert len(listed) == len(todays_leads(sources, manager, now, "zh_Hans")) - 1


def test_f43_trying_tails_is_told_of_after_twenty(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    for number in range(20):
        assert kinds(sources, signed_in("s3")) == []
        find(sources, signed_in("s1"), f"{number:04}", now=now)
    assert kinds(sources, signed_in("s3")) == [("tails", "s1", None)]


def test_searches_by_name_are_no_tails(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    for _ in range(40):
        find(sources, signed_in("s1"), "zw", now=now)
    assert kinds(sources, signed_in("s3")) == []


@pytest.mark.proof
def test_f42_a_rehearsed_day_of_1500_arrivals_raises_no_alert(bank: Sources, watch: Watch) -> None:
    """Who comes is opened, found by the ticket or by the number; one in ten is called back in the evening."""
    events = [one for one in rehearsed_day(bank, 7, 6, 1500) if one.said == "arrived"]
    people = [one for one in members(bank) if one.role in ("lobby", "adviser")]
    by_branch = {branch: [one for one in people if one.branch_id == branch] for branch in bank.branch_names()}
    midnight, opened = watch.now.replace(hour=16) - timedelta(days=1), 0
    for number, event in enumerate(events):
        watch.now = midnight + timedelta(minutes=event.minute)
        tokens = {kind: event.fields[name] for name, kind in TOKENS.items() if name in event.fields}
        came = Came(
            f"h{number}", f"h{number}", "queue", event.branch_id, watch.now,
            ticket=event.fields["ticket"], tokens=tokens,
        )  # fmt: skip
        somebody_came(bank, KEY, came)
        staff = by_branch[event.branch_id]
        viewer = replace(as_viewer(staff[number % len(staff)]), device=f"ipad-{number % len(staff)}")
        for hit in find(bank, viewer, event.fields["ticket"], now=bank.now()).hits:
            open_customer(bank, viewer, hit.customer_id)
            opened += 1
            if opened % 10 == 0:
                watch.pass_by(hours=4)
                open_customer(bank, viewer, hit.customer_id, reason="called back")
    auditor = Viewer("x", "x", "auditor", None)
    assert len(events) == 1500
    assert opened > 500
    assert open_alerts(bank, auditor) == ()
