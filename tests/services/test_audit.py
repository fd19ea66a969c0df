"""The audit asked: who did what, who saw a customer, whom somebody saw; and by whom it may be asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lobby.data.desk import Happening
from lobby.domain.audit_search import Seen, Wanted
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services import alerts, audit, audit_copy, listing, readiness
from lobby.services.audit_copy import Copy, Shipping
from lobby.services.customer import customer_view
from lobby.services.finding import find
from lobby.services.reveal import reveal
from lobby.services.sources import Sources, require_copy
from lobby.services.visits import open_customer
from tests.desk_stores import Watch

SignIn = Callable[[str], Viewer]
EVERYTHING = Wanted()


def told(page: audit.Page) -> list[tuple[str, str, str | None]]:
    return [(line.action, line.staff_id, line.customer_id) for line in page.lines]


def test_a_manager_sees_the_own_branch_and_the_auditor_all(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    customer_view(sources, signed_in("s1"), visit, now, "zh_Hans")
    open_customer(sources, signed_in("s4"), "c03")
    mine = audit.search(sources, signed_in("s3"), EVERYTHING)
    assert told(mine) == [("audit", "s3", None), ("decision", "s1", "c01"), ("open", "s1", "c01")]
    everything = audit.search(sources, signed_in("s7"), Wanted(customer_id="c03"))
    assert [(line.action, line.staff_id, line.branch_id) for line in everything.lines] == [
        ("open", "s4", "b2")
    ]
    (kept,) = sources.desk.audited(9, action="decision")
    assert [line.decision_id for line in mine.lines] == [None, kept["details"]["decision"], None]


def test_the_risk_desk_is_told_of_to_the_auditor_alone(sources: Sources, signed_in: SignIn) -> None:
    risk = replace(signed_in("s6"), branch_id="b1")
    sources.desk.record(Happening(risk, "open", customer_id="c01"))
    asked = Wanted(customer_id="c01")
    assert told(audit.search(sources, signed_in("s3"), asked)) == []
    assert told(audit.who_saw(sources, signed_in("s3"), "c01", EVERYTHING)) == [("audit", "s3", "c01")]
    assert told(audit.search(sources, signed_in("s7"), asked))[-1] == ("open", "s6", "c01")


@pytest.mark.both_stores
@pytest.mark.parametrize("typed", ["\ud800", "c01\x00", "c01\n", "9" * 256, "\x1b[31m"])
def test_f46_a_number_that_nobody_can_have_is_asked_about_and_found_nowhere(
    sources: Sources, signed_in: SignIn, typed: str
) -> None:
    open_customer(sources, signed_in("s1"), "c01")
    auditor = signed_in("s7")
    assert audit.who_saw(sources, auditor, typed, EVERYTHING).lines == ()
    assert audit.seen(sources, auditor, Wanted(staff_id=typed)) == ()
    for name in audit.TYPED:
        assert audit.search(sources, auditor, replace(EVERYTHING, **{name: typed})).lines == ()
    (asked,) = (row for row in sources.desk.audited(99, action="audit") if row["result"] == "who_saw")
    assert asked["customer_id"] is None


@pytest.mark.both_stores
def test_every_filter_narrows_and_pages_follow_each_other(
    sources: Sources, signed_in: SignIn, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = watch.now
    for number in range(6):
        watch.pass_by(minutes=1)
        viewer = replace(signed_in("s1" if number % 2 else "s4"), device=f"ipad-{number % 3}")
        sources.desk.record(Happening(viewer, "open", customer_id=f"c0{number}"))
    auditor = signed_in("s7")

    def customers(**wanted: object) -> list[str | None]:
        rows = audit.search(sources, auditor, Wanted(action="open", **wanted)).lines  # type: ignore[arg-type]
        return [line.customer_id for line in rows]

    assert customers(staff_id="s1") == ["c05", "c03", "c01"]
    assert customers(device="ipad-1") == ["c04", "c01"]
    assert customers(staff_id="s1", device="ipad-1") == ["c01"]
    assert customers(branch_id="b2") == ["c04", "c02", "c00"]
    assert customers(customer_id="c02", branch_id="b1") == []
    assert customers(since=start + timedelta(minutes=5)) == ["c05", "c04"]
    assert customers(until=start + timedelta(minutes=2)) == ["c00"]
    monkeypatch.setattr(audit, "AT_MOST", 4)
    first = audit.search(sources, auditor, Wanted(action="open"))
    assert [line.customer_id for line in first.lines] == ["c05", "c04", "c03", "c02"]
    second = audit.search(sources, auditor, Wanted(action="open"), first.next)
    assert ([line.customer_id for line in second.lines], second.next) == (["c01", "c00"], None)


@pytest.mark.both_stores
def test_rows_of_one_moment_are_on_one_page_or_the_next(
    sources: Sources, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        sources.desk.record(Happening(signed_in("s1"), "open", customer_id=f"c{number}"))
    monkeypatch.setattr(audit, "AT_MOST", 2)
    wanted, found, after = Wanted(action="open"), [], None
    while True:
        page = audit.search(sources, signed_in("s7"), wanted, after)
        found += [line.customer_id for line in page.lines]
        if (after := page.next) is None:
            break
    assert found == ["c4", "c3", "c2", "c1", "c0"]


@pytest.mark.both_stores
def test_asvs_16_2_1_who_saw_this_customer_and_how(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    reveal(sources, signed_in("s1"), visit, "phone", "verify")
    open_customer(sources, signed_in("s4"), "c01", reason="asked by phone")
    name = find(sources, signed_in("s2"), "c01", now=now)
    assert [hit.customer_id for hit in name.hits] == ["c01"]
    open_customer(sources, signed_in("s1"), "c02")
    found = audit.who_saw(sources, signed_in("s7"), "c01", EVERYTHING)
    assert [(line.action, line.staff_id, line.about, line.reason) for line in found.lines] == [
        ("audit", "s7", None, None),
        ("list", "s2", "search", None),
        ("open", "s4", None, "asked by phone"),
        ("reveal", "s1", "phone", None),
        ("open", "s1", None, None),
    ]
    mine = audit.who_saw(sources, signed_in("s3"), "c01", EVERYTHING)
    assert {line.branch_id for line in mine.lines} == {"b1"}


@pytest.mark.both_stores
def test_pipl_57_every_customer_whom_one_person_or_one_device_saw(
    sources: Sources, signed_in: SignIn, watch: Watch, now: datetime
) -> None:
    start = watch.now
    open_customer(sources, signed_in("s1"), "c01")
    watch.pass_by(hours=1)
    open_customer(sources, signed_in("s1"), "c01")
    find(sources, signed_in("s1"), "c02", now=now)
    open_customer(sources, signed_in("s2"), "c05")
    later = watch.now
    watch.pass_by(hours=1)
    find(sources, replace(signed_in("s1"), device="ipad-9"), "c05", now=now)
    auditor = signed_in("s7")
    assert audit.seen(sources, auditor, Wanted(staff_id="s1", until=watch.now)) == (
        Seen("c01", 2, 0, start, later),
        Seen("c02", 1, 1, later, later),
    )
    assert [one.customer_id for one in audit.seen(sources, auditor, Wanted(device="ipad-9"))] == ["c05"]
    assert [one.customer_id for one in audit.seen(sources, auditor, Wanted(staff_id="s2"))] == ["c05"]
    assert audit.seen(sources, auditor, Wanted(staff_id="s1", since=watch.now, device="ipad-1")) == ()
    with pytest.raises(AccessRefused):
        audit.seen(sources, auditor, EVERYTHING)


def test_a_list_names_each_customer_once_a_day_a_person_and_a_device(
    sources: Sources, signed_in: SignIn, watch: Watch
) -> None:
    viewer = signed_in("s1")
    for customers in (["c01", None, "c02"], ["c02", "c03"], ["c01"]):
        listing.tell(sources, viewer, "leads", customers)
    listing.tell(sources, replace(viewer, device="ipad-2"), "leads", ["c01"])
    listing.tell(sources, viewer, "segment", ["c01"])
    watch.pass_by(days=1)
    listing.tell(sources, viewer, "leads", ["c01"])
    rows = sources.desk.audited(9, action="list")
    assert [(row["details"]["list"], row["details"]["customers"]) for row in rows[::-1]] == [
        ("leads", ["c01", "c02"]),
        ("leads", ["c03"]),
        ("leads", ["c01"]),
        ("segment", ["c01"]),
        ("leads", ["c01"]),
    ]


@pytest.mark.parametrize("staff_id", ["s1", "s2", "s5", "s6"])
def test_the_audit_is_not_for_everybody(sources: Sources, signed_in: SignIn, staff_id: str) -> None:
    viewer = signed_in(staff_id)
    for ask in (
        lambda: audit.search(sources, viewer, EVERYTHING),
        lambda: audit.who_saw(sources, viewer, "c01", EVERYTHING),
        lambda: audit.seen(sources, viewer, Wanted(staff_id="s1")),
        lambda: audit.prune(sources, viewer),
    ):
        with pytest.raises(AccessRefused) as refused:
            ask()
        assert refused.value.code == "not_for_role"


def test_csl_logs_the_auditor_lets_go_by_the_policy(
    sources: Sources, signed_in: SignIn, watch: Watch
) -> None:
    open_customer(sources, signed_in("s1"), "c01")
    watch.pass_by(days=sources.catalog.policy.audit_days - 1)
    assert audit.prune(sources, signed_in("s7")).rows == 0
    with pytest.raises(AccessRefused):
        audit.prune(sources, signed_in("s3"))


def test_the_copy_outside_is_sent_and_how_far_it_is_behind_is_told(
    sources: Sources, signed_in: SignIn, watch: Watch, tmp_path: Path
) -> None:
    assert audit_copy.copy(sources) is None
    with_copy = replace(
        sources, settings=sources.settings.model_copy(update={"audit_sink": str(tmp_path / "copy")})
    )
    open_customer(with_copy, signed_in("s1"), "c01")
    watch.pass_by(seconds=61)
    assert audit_copy.copy(with_copy) == Copy(1, 61.0, True)
    shipping = Shipping(with_copy)
    (tmp_path / "copy").mkdir()
    shipping.go_on()
    assert shipping.is_down
    (tmp_path / "copy").rmdir()
    beside = threading.Thread(target=shipping.go_on)  # as the server does, where no request permits anything
    beside.start()
    beside.join()
    assert not shipping.is_down
    shipping.go_on()
    assert audit_copy.copy(with_copy) == Copy(0, 0.0, False)
    told = [json.loads(line) for line in (tmp_path / "copy").read_text().splitlines()]
    assert [(one["action"], one["result"]) for one in told] == [
        ("open", "ok"), ("alert", "copy_down"), ("alert", "copy_back"),
    ]  # fmt: skip


@pytest.mark.both_stores
def test_f55_a_copy_that_cannot_be_sent_is_one_alert_until_it_is_sent_again(
    sources: Sources, signed_in: SignIn, watch: Watch, tmp_path: Path, now: datetime
) -> None:
    settings = sources.settings.model_copy(update={"audit_sink": str(tmp_path / "copy")})
    bank = replace(sources, settings=settings)
    auditor = signed_in("s7")
    open_customer(bank, signed_in("s1"), "c01")
    (tmp_path / "copy").mkdir()
    for _ in range(3):
        Shipping(bank).go_on()  # three servers, or one that was started anew
        watch.pass_by(seconds=2)
    (line,) = alerts.open_alerts(bank, auditor)
    assert (line.alert.kind, line.alert.count, line.alert.about_staff_id) == ("copy_down", 1, "audit_copy")
    assert watch() - line.alert.raised_at < timedelta(seconds=60)
    assert alerts.open_alerts(bank, signed_in("s3")) == ()
    with pytest.raises(AccessRefused):
        alerts.answer(bank, auditor, line.alert.alert_id, "seen")
    assert "audit_copy_down" in str(readiness.readiness(bank, lambda: now)["reasons"])
    (tmp_path / "copy").rmdir()
    Shipping(bank).go_on()
    assert alerts.open_alerts(bank, auditor) == ()
    assert [one.alert.kind for one in alerts.answered_alerts(bank, auditor)] == ["copy_down"]
    assert "audit_copy_down" not in str(readiness.readiness(bank, lambda: now)["reasons"])


def test_where_the_policy_wants_the_copy_first_nothing_is_opened_while_it_is_behind(
    sources: Sources, signed_in: SignIn, watch: Watch, tmp_path: Path
) -> None:
    settings = sources.settings.model_copy(update={"audit_sink": str(tmp_path / "copy")})
    policy = replace(sources.catalog.policy, audit_sink_required=True)
    strict = replace(sources, settings=settings, catalog=replace(sources.catalog, policy=policy))
    require_copy(strict)
    open_customer(strict, signed_in("s1"), "c01")
    watch.pass_by(seconds=61)
    with pytest.raises(Exception, match="audit_sink_behind"):
        open_customer(strict, signed_in("s1"), "c02")
    Shipping(strict).go_on()
    open_customer(strict, signed_in("s1"), "c02")
