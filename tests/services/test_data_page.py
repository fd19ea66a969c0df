"""The data page of the tiny bank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.customer import customer_view
from lobby.services.data_page import audit_lines, feed_checks, freshness
from lobby.services.sources import Sources
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]


def test_freshness_tells_what_is_served_and_how_old_it_is(sources: Sources, now: datetime) -> None:
    told = freshness(sources, now)
    assert (told.version, told.business_date, told.age_days) == ("20261120-1", date(2026, 11, 20), 0)
    assert (told.is_stale, told.last_build, told.last_build_code) == (False, "published", None)
    assert (told.is_demo, told.clock, told.consent_default) == (True, "business_date", "not_granted")
    assert (told.count_customers, told.count_set_aside, told.not_supplied) == (12, 0, ())
    assert told.counts["customer"] == 12
    assert told.counts["transaction"] == 42


def test_figures_two_days_old_are_stale(sources: Sources, now: datetime) -> None:
    assert not freshness(sources, now.replace(day=21)).is_stale
    assert freshness(sources, now.replace(day=22)).is_stale


def test_the_checks_of_the_tiny_feed_only_warn(sources: Sources) -> None:
    assert [(check.severity, check.table, check.code, check.count) for check in feed_checks(sources)] == [
        ("warn", "balance", "after_business_date", 1),
        ("warn", "customer", "rating_expired", 2),
        ("warn", "transaction", "after_business_date", 1),
    ]


def test_the_audit_is_read_by_managers_and_auditors_only(sources: Sources, signed_in: SignIn) -> None:
    for staff_id in ("s1", "s2", "s5", "s6"):
        with pytest.raises(AccessRefused) as refused:
            audit_lines(sources, signed_in(staff_id))
        assert refused.value.code == "not_for_role"


def test_a_manager_sees_the_own_branch_and_the_auditor_all(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    customer_view(sources, signed_in("s1"), visit, now, "zh_Hans")
    open_customer(sources, signed_in("s4"), "c03")
    mine = audit_lines(sources, signed_in("s3"))
    assert [(line.action, line.staff_id, line.customer_id) for line in mine] == [
        ("audit", "s3", None),
        ("decision", "s1", "c01"),
        ("open", "s1", "c01"),
    ]
    everything = audit_lines(sources, signed_in("s7"), customer_id="c03")
    assert [(line.action, line.staff_id, line.branch_id) for line in everything] == [("open", "s4", "b2")]
    assert all("details" not in asdict(line) for line in (*mine, *everything))
