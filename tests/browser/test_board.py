"""Two tablets before the board, one in each engine: who comes is on both, one takes them, a lost server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta

import duckdb
import pytest

from lobby.data.settings import Settings
from lobby.domain.arrivals import Announcement
from lobby.domain.viewer import Viewer
from lobby.services.arrivals import record
from lobby.services.sources import open_sources
from lobby.ui.session import wall_clock
from tests.browser.at_the_desk import broken_policies, find, sign_in, too_small
from tests.browser.bank import Server
from tests.browser.engines import STILL, Browser, Engine, missing, says, started, there, until

pytestmark = pytest.mark.browser

ENGINES: tuple[Engine, Engine] = ("chromium", "webkit")
WHO = """
select lobby.branch_id, lobby.name, adviser.name, customer.customer_id
from staff as lobby
inner join staff as adviser on adviser.branch_id = lobby.branch_id and adviser.role = 'adviser'
inner join portrait as customer on customer.home_branch_id = lobby.branch_id
where lobby.role = 'lobby' and not customer.deceased and customer.age between 30 and 50
order by lobby.staff_id, adviser.staff_id, customer.customer_id
limit 1
"""
QUEUE = Viewer("queue-1", "queue-1", "machine", None)
AHEAD_MS = 1500
NAME = "document.querySelector('.st-key-heading p strong')?.innerText"
SERVE = ".st-key-serve_{} button"
LOST = "(document.querySelector('[data-testid=lobby-curtain]')?.innerText ?? '')"


@pytest.fixture(scope="module")
def branch(server: Server) -> tuple[str, str, str, str]:
    """A branch, two of its staff and one of its customers."""
    (portrait,) = (server.home / "portraits").glob("portrait-*.duckdb")
    with duckdb.connect(str(portrait), read_only=True) as con:
        (found,) = con.execute(WHO).fetchall()
    return found


@pytest.fixture(scope="module")
def tablets(server: Server, branch: tuple[str, str, str, str]) -> Iterator[tuple[Browser, Browser]]:
    """The two before the board."""
    lacking = [engine for engine in ENGINES if missing(engine)]
    if lacking:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{lacking} cannot be driven")
        pytest.skip(f"{lacking} cannot be driven")
    with ExitStack() as running:
        first, second = (running.enter_context(started(engine)) for engine in ENGINES)
        for tablet, name in zip((first, second), branch[1:3], strict=True):
            tablet.open(server.url)
            sign_in(tablet, name)
            until(tablet, there(".st-key-arrival_filters"))
        yield first, second


def come(server: Server, branch_id: str, ticket: str, customer_id: str | None, business: str) -> None:
    """Somebody takes a ticket."""
    with closing(open_sources(Settings(home=server.home), wall_clock)) as sources:
        told = Announcement(
            arrival_id=ticket,
            digest=ticket,
            source="queue",
            branch_id=branch_id,
            arrived_at=sources.desk.stamp() - timedelta(minutes=3),
            ticket=ticket,
            customer_id=customer_id,
            identified_by="card" if customer_id else None,
            business_type=business,
        )
        record(sources, QUEUE, told)


def row(ticket: str) -> str:
    return f"(document.querySelector('.st-key-arrival_{ticket}')?.innerText ?? '')"


def test_who_comes_appears_on_both_without_a_touch_and_fits_the_glass(
    tablets: tuple[Browser, Browser], server: Server, branch: tuple[str, str, str, str]
) -> None:
    come(server, branch[0], "A101", branch[3], "large_cash")
    for tablet in tablets:
        until(tablet, f"{row('A101')}.includes('大额取现') && {STILL}")
        assert tablet.value(f"{row('A101')}.includes('*')")
        assert too_small(tablet) == []
        assert broken_policies(tablet) == []


def test_of_two_that_press_at_once_one_serves_and_the_other_is_told_who(
    tablets: tuple[Browser, Browser], branch: tuple[str, str, str, str]
) -> None:
    at = tablets[0].value("Date.now()") + AHEAD_MS
    for tablet in tablets:
        click = f"document.querySelector('{SERVE.format('A101')}').click()"
        tablet.value(f"!!setTimeout(() => {click}, {at} - Date.now())")
    serving = there(".st-key-say_first")
    for tablet in tablets:
        until(tablet, f"{serving} || {row('A101')}.includes('在接待')")
    turned = [bool(tablet.value(serving)) for tablet in tablets]
    assert sorted(turned) == [False, True]
    owner, other = branch[1 + turned.index(True)], tablets[turned.index(False)]
    assert other.value(f"{row('A101')}.includes('{owner} 在接待')")
    until(other, f"!({there(SERVE.format('A101'))})")


def test_f6_asvs_7_4_1_without_the_server_a_tablet_keeps_words_and_papers_and_nothing_of_the_customer(
    tablets: tuple[Browser, Browser], server: Server, branch: tuple[str, str, str, str]
) -> None:
    """A lost server empties the page, also behind the back button; its return comes with the curtain."""
    for tablet in tablets:
        if not tablet.value(there(".st-key-say_first")):
            find(tablet, branch[3])
    names = [str(tablet.value(NAME)) for tablet in tablets]
    assert [tablet.value(says(name)) for tablet, name in zip(tablets, names, strict=True)] == [True, True]
    server.kill()
    try:
        for tablet, name in zip(tablets, names, strict=True):
            until(tablet, f"{LOST}.includes('96110')")
            assert not tablet.value(says(name))
            assert tablet.value("document.getElementById('root') === null")
            assert tablet.value(f"{LOST}.includes('大额取现 · 柜台 · 带身份证、银行卡 · 约 10 分钟')")
            assert not tablet.value("document.body.innerText.includes('A101')")
            tablet.value("!history.back()")
            assert not tablet.value(f"document.documentElement.outerHTML.includes('{name}')")
    finally:
        server.start()
    for tablet, name in zip(tablets, names, strict=True):
        until(tablet, there(".st-key-lift button"))
        assert not tablet.value(says(name))
