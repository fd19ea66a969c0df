"""In both engines: a product paused by two people leaves a screen that nobody touches, and comes back."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from lobby.domain.since import SaleState
from lobby.domain.viewer import Viewer
from lobby.services import staff
from lobby.services.product_status import Wish, answer, propose
from lobby.services.sources import Sources
from lobby.services.views import Suggestion
from lobby.ui.session import wall_clock
from tests.browser.at_the_desk import find, first_offered, press, sign_in
from tests.browser.bank import Server, own_home
from tests.browser.engines import Browser, says, there, until

pytestmark = pytest.mark.browser

PRIMARY = "(document.querySelector('.st-key-primary_suggestion')?.innerText ?? '')"
TOLD_WITHIN = 10.0
PLANNED = timedelta(seconds=4)


@pytest.fixture(scope="module")
def offered(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Viewer, str, Suggestion]:
    """A manager, a customer of the branch, and what is suggested first."""
    home = own_home(bank, tmp_path_factory.mktemp("looked-at"))
    return first_offered(home, lambda view: next(iter(view.suggestions), None))


@pytest.fixture(scope="module")
def opened(browser: Browser, server: Server, offered: tuple[Viewer, str, Suggestion]) -> Browser:
    """The manager has the customer open and is shown the suggestion."""
    manager, customer_id, first = offered
    browser.open(server.url)
    sign_in(browser, manager.name)
    find(browser, customer_id)
    until(browser, f"{PRIMARY}.includes('{first.name}')")
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
    opened: Browser, beside: Sources, offered: tuple[Viewer, str, Suggestion]
) -> None:
    manager, _, first = offered
    product, name = first.product, first.name
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
    opened: Browser, beside: Sources, offered: tuple[Viewer, str, Suggestion]
) -> None:
    manager, _, first = offered
    product, name = first.product, first.name
    until(opened, f"{PRIMARY}.includes('{name}')")
    at = beside.bank_time(wall_clock()) + PLANNED
    changed(beside, manager, product, "sold_out", at)
    assert name in opened.value(PRIMARY)
    until(opened, f"!{PRIMARY}.includes('{name}')")
    assert timedelta(0) <= beside.bank_time(wall_clock()) - at < timedelta(seconds=TOLD_WITHIN)
    changed(beside, manager, product, "on_sale")
    until(opened, f"{PRIMARY}.includes('{name}')")
