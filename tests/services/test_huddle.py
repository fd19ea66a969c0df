"""The huddle and its bulletins on the tiny bank; on either database where something is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.viewer import Viewer
from lobby.services import bulletins, huddle, product_status
from lobby.services.leads import todays_leads
from lobby.services.product_status import Wish
from lobby.services.sources import Sources
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]


def test_what_changed_overnight_who_comes_and_three_things(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    manager = signed_in("s3")
    wish = Wish("dep_cd", None, "sold_out", None, None, None, "sold")
    made = product_status.propose(sources, signed_in("s5"), wish, "k1")
    other = replace(signed_in("s5"), staff_id="s9")
    product_status.answer(sources, other, made.number, "checked")
    leads = todays_leads(sources, manager, now, "en")
    found = huddle.huddle(sources, manager, leads, now, "en")
    assert [(one.product, one.kind, one.state) for one in found.changes] == [("dep_cd", "status", "sold_out")]
    assert [one.customer.customer_id for one in found.expected] == ["c01", "c05"]
    assert [one.customer_id for one in found.things] == ["c05", "c02", "c01"]
    watch.pass_by(days=2)
    assert huddle.by_the_desk(sources, manager, now) == ()


def test_the_days_of_sale_are_news_once(sources: Sources, now: datetime) -> None:
    today = now.date()
    dep, gov = sources.catalog.products["dep_cd"], sources.catalog.products["gov_bond"]
    changed = {
        "dep_cd": replace(dep, on_sale_from=today, on_sale_to=None),
        "gov_bond": replace(gov, on_sale_from=None, on_sale_to=today - timedelta(days=1)),
    }
    here = replace(sources, catalog=replace(sources.catalog, products=changed))
    told = [(one.product, one.kind) for one in huddle.by_the_catalogue(here, today)]
    assert told == [("dep_cd", "new"), ("gov_bond", "withdrawn")]
    assert huddle.by_the_catalogue(here, today + timedelta(days=2)) == ()


def test_the_sheet_is_in_the_audit_before_it_is_shown(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager = signed_in("s3")
    rows = huddle.open_sheet(sources, manager, todays_leads(sources, manager, now))
    assert len(rows) == 5
    (row,) = sources.desk.audited(9, action="export")
    assert (row["staff_id"], row["details"]) == ("s3", {"what": "huddle_sheet", "rows": 5})
    many = [replace(rows[0], customer_id=f"c{place}") for place in range(40)]
    assert len(huddle.open_sheet(sources, manager, many)) == 30
    with pytest.raises(AccessRefused):
        huddle.open_sheet(sources, signed_in("s1"), rows)


@pytest.mark.both_stores
def test_a_bulletin_is_acknowledged_by_each_person(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager, lobby = signed_in("s3"), signed_in("s1")
    bulletins.publish(sources, manager, " 今天 9:30\n开晨会 ", "b1", now)
    bulletins.publish(sources, manager, " 今天 9:30\n开晨会 ", "b1", now)
    (line,) = bulletins.bulletins(sources, lobby, now)
    assert (line.bulletin.text, line.author, line.is_read) == ("今天 9:30 开晨会", "郭静", False)
    assert (line.count_read, line.count_people) == (0, 3)
    bulletins.acknowledge(sources, lobby, "b1", now)
    bulletins.acknowledge(sources, lobby, "b1", now)
    (line,) = bulletins.bulletins(sources, lobby, now)
    assert (line.is_read, line.count_read) == (True, 1)
    assert not bulletins.bulletins(sources, manager, now)[0].is_read
    assert bulletins.bulletins(sources, signed_in("s4"), now) == ()
    last = now + timedelta(days=sources.catalog.policy.bulletin_days)
    assert len(bulletins.bulletins(sources, lobby, last)) == 1
    assert bulletins.bulletins(sources, lobby, last + timedelta(days=1)) == ()
    results = [row["result"] for row in sources.desk.audited(9, action="bulletin")]
    assert results == ["acknowledged", "published"]


@pytest.mark.both_stores
def test_head_office_speaks_to_every_branch(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    bulletins.publish(sources, signed_in("s5"), "All", "b1", now)
    assert len(bulletins.bulletins(sources, signed_in("s4"), now)) == 1
    assert len(bulletins.bulletins(sources, signed_in("s1"), now)) == 1


@pytest.mark.parametrize("staff_id", ["s1", "s2", "s6", "s7"])
def test_nobody_else_writes_one(sources: Sources, signed_in: SignIn, now: datetime, staff_id: str) -> None:
    with pytest.raises(AccessRefused):
        bulletins.publish(sources, signed_in(staff_id), "x", "b1", now)
    with pytest.raises(AccessRefused):
        bulletins.acknowledge(sources, signed_in(staff_id), "b1", now)
    assert sources.desk.audited(9, action="bulletin") == ()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 201])
def test_a_bulletin_is_one_short_line(sources: Sources, signed_in: SignIn, now: datetime, text: str) -> None:
    with pytest.raises(EntryRefused):
        bulletins.publish(sources, signed_in("s3"), text, "b1", now)
