"""Two tablets, one in each engine, take one lead: one owner, and the other is told who."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack

import duckdb
import pytest

from tests.browser.at_the_desk import press, sign_in
from tests.browser.bank import Server
from tests.browser.engines import STILL, Browser, Engine, missing, started, there, until

pytestmark = pytest.mark.browser

ENGINES: tuple[Engine, Engine] = ("chromium", "webkit")
WHO = """
select manager.name, adviser.name
from staff as manager
inner join staff as adviser on adviser.branch_id = manager.branch_id and adviser.role = 'adviser'
where manager.role = 'manager'
order by manager.staff_id, adviser.staff_id
limit 1
"""
AHEAD_MS = 1500
STAYS_MS = 1500
TAKE = ".st-key-claim_lead_{} button"
CLAIMS = """[...document.querySelectorAll('[class*=st-key-claim_lead_]')]
.map(each => /st-key-(claim_lead_\\S+)/.exec(each.className)[1])"""


@pytest.fixture(scope="module")
def names(server: Server) -> tuple[str, str]:
    """A manager and an adviser of one branch."""
    (portrait,) = (server.home / "portraits").glob("portrait-*.duckdb")
    with duckdb.connect(str(portrait), read_only=True) as con:
        (found,) = con.execute(WHO).fetchall()
    return found


@pytest.fixture(scope="module")
def tablets(server: Server, names: tuple[str, str]) -> Iterator[tuple[Browser, Browser]]:
    """The two before today's leads."""
    lacking = [engine for engine in ENGINES if missing(engine)]
    if lacking:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{lacking} cannot be driven")
        pytest.skip(f"{lacking} cannot be driven")
    with ExitStack() as running:
        first, second = (running.enter_context(started(engine)) for engine in ENGINES)
        for tablet, name in zip((first, second), names, strict=True):
            look_at_leads(tablet, server, name)
        yield first, second


@pytest.fixture(scope="module")
def leads(tablets: tuple[Browser, Browser]) -> list[str]:
    """The customers of today's leads, in their order."""
    return [str(key).removeprefix("claim_lead_") for key in tablets[0].value(CLAIMS)]


def look_at_leads(tablet: Browser, server: Server, name: str) -> None:
    tablet.open(server.url)
    sign_in(tablet, name)
    press(tablet, "a[href$='/leads']")
    until(tablet, f"{CLAIMS}.length > 2 && {STILL}")


def taken(server: Server) -> list[str]:
    """Who took a lead, in the order of the audit."""
    with sqlite3.connect(f"file:{server.home}/desk.sqlite?mode=ro", uri=True) as desk:
        asked = "select staff_id from audit where action = 'lead_taken' order by sequence"
        return [str(staff_id) for (staff_id,) in desk.execute(asked).fetchall()]


def row(customer_id: str) -> str:
    return f"(document.querySelector('.st-key-lead_{customer_id}')?.innerText ?? '')"


def test_a_lead_taken_here_is_told_there_without_a_touch(
    tablets: tuple[Browser, Browser], names: tuple[str, str], leads: list[str], server: Server
) -> None:
    first, second = tablets
    press(first, TAKE.format(leads[0]))
    until(first, f"{row(leads[0])}.includes('我在跟进')")
    until(second, f"{row(leads[0])}.includes('{names[0]} 在跟进')")
    assert len(taken(server)) == 1


def test_f28_of_two_that_press_at_once_one_has_it_and_the_other_is_told_who(
    tablets: tuple[Browser, Browser], names: tuple[str, str], leads: list[str], server: Server
) -> None:
    wanted = row(leads[1])
    at = tablets[0].value("Date.now()") + AHEAD_MS
    for tablet in tablets:
        click = f"document.querySelector('{TAKE.format(leads[1])}').click()"
        tablet.value(f"!!setTimeout(() => {click}, {at} - Date.now())")
    for tablet in tablets:
        until(tablet, f"{wanted}.includes('在跟进')")
    told = [bool(tablet.value(f"{wanted}.includes('我在跟进')")) for tablet in tablets]
    assert sorted(told) == [False, True]
    owner = names[told.index(True)]
    other = tablets[told.index(False)]
    assert other.value(f"{wanted}.includes('{owner} 在跟进')")
    assert len(taken(server)) == 2


def test_a_page_pressed_while_a_menu_is_open_is_turned_to_and_stays(
    tablets: tuple[Browser, Browser], leads: list[str]
) -> None:
    """The menu closes by that press, and says so late: in the name of the page before."""
    talks = there(".st-key-mine_talks")
    for tablet in tablets:
        press(tablet, f".st-key-more_lead_{leads[2]} button")
        until(tablet, there(f".st-key-tomorrow_{leads[2]} button"))
        press(tablet, "a[href$='/mine']")
        until(tablet, talks)
        drawn = tablet.value("performance.now()")
        until(tablet, f"{talks} && performance.now() > {drawn + STAYS_MS}")
        assert tablet.value("location.pathname") == "/mine"
