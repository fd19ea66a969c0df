"""In both engines: a product paused by two people leaves a screen that nobody touches, and comes back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from lobby.data.settings import Settings
from lobby.domain.since import SaleState
from lobby.domain.viewer import Viewer
from lobby.services import staff
from lobby.services.customer import customer_view
from lobby.services.product_status import Wish, answer, propose
from lobby.services.sources import Sources, open_sources
from lobby.services.visits import open_customer
from lobby.ui.session import wall_clock
from tests.browser.bank import Server, own_home
from tests.browser.engines import Browser, says, there, until
from tests.browser.test_network_and_year import press

pytestmark = pytest.mark.browser

PRIMARY = "(document.querySelector('.st-key-primary_suggestion')?.innerText ?? '')"
TOLD_WITHIN = 10.0
PLANNED = timedelta(seconds=4)


@pytest.fixture(scope="module")
def beside(server: Server) -> Iterator[Sources]:
    """Another process on the desk store of the server: this one."""
    sources = open_sources(Settings(home=server.home), wall_clock)
    yield sources
    sources.close()


@pytest.fixture(scope="module")
def offered(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Viewer, str, str, str]:
    """A manager, a customer of the branch, and code and name of what is suggested first."""
    home = own_home(bank, tmp_path_factory.mktemp("looked-at"))
    sources = open_sources(Settings(home=home), wall_clock)
    manager = next(one for one in staff.members(sources) if one.role == "manager")
    viewer = replace(staff.as_viewer(manager), device="test")
    leads = sources.portraits.rows("leads_today", branch_id=manager.branch_id, until="2026-12-20")
    for customer_id in dict.fromkeys(row["customer_id"] for row in leads[:20]):
        visit = open_customer(sources, viewer, customer_id)
        view = customer_view(sources, viewer, visit, sources.now(), "zh_Hans")
        if view.suggestions:
            sources.close()
            first = view.suggestions[0]
            return viewer, customer_id, first.product, first.name
    raise AssertionError("nothing is suggested to anybody")


@pytest.fixture(scope="module")
def opened(browser: Browser, server: Server, offered: tuple[Viewer, str, str, str]) -> Browser:
    """The manager has the customer open and is shown the suggestion."""
    manager, customer_id, _, name = offered
    browser.open(server.url)
    until(browser, there(".st-key-sign_in button"))
    press(browser, ".st-key-language_zh_Hans button")
    until(browser, says("我是"))
    browser.enter("[data-testid=stSelectbox] input", manager.name)
    chosen = f"document.querySelector('[data-testid=stSelectbox] input').value.includes('{manager.name}')"
    until(browser, chosen)
    browser.press(".st-key-sign_in button")
    until(browser, there(".st-key-search input"))
    browser.type(".st-key-search input", customer_id)
    press(browser, f".st-key-open_{customer_id} button")
    until(browser, f"{PRIMARY}.includes('{name}')")
    return browser


def changed(
    sources: Sources, maker: Viewer, product: str, state: SaleState, at: datetime | None = None
) -> None:
    """Proposed by the manager, checked by head office."""
    checker = next(one for one in staff.members(sources) if one.role == "head_office")
    key = uuid4().hex
    propose(sources, maker, Wish(product, maker.branch_id, state, at, reason="test"), key)
    answer(sources, staff.as_viewer(checker), key, "checked")


def test_a_pause_reaches_a_screen_that_nobody_touches(
    opened: Browser, beside: Sources, offered: tuple[Viewer, str, str, str]
) -> None:
    manager, _, product, name = offered
    changed(beside, manager, product, "paused")
    began = time.monotonic()
    until(opened, f"!{PRIMARY}.includes('{name}')")
    assert time.monotonic() - began < TOLD_WITHIN
    assert opened.value(there(".st-key-say_first"))

    press(opened, ".st-key-fold_withheld summary")
    until(opened, says("起暂停销售"))

    changed(beside, manager, product, "on_sale")
    until(opened, f"{PRIMARY}.includes('{name}')")


def test_a_planned_change_arrives_when_its_time_comes(
    opened: Browser, beside: Sources, offered: tuple[Viewer, str, str, str]
) -> None:
    manager, _, product, name = offered
    until(opened, f"{PRIMARY}.includes('{name}')")
    at = beside.bank_time(wall_clock()) + PLANNED
    changed(beside, manager, product, "sold_out", at)
    assert name in opened.value(PRIMARY)
    until(opened, f"!{PRIMARY}.includes('{name}')")
    assert timedelta(0) <= beside.bank_time(wall_clock()) - at < timedelta(seconds=TOLD_WITHIN)
    changed(beside, manager, product, "on_sale")
    until(opened, f"{PRIMARY}.includes('{name}')")
