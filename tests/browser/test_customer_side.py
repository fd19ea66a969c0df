"""In both engines: the screen turned to the customer and back; a refusal reaches a page nobody touches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from lobby.data.settings import Settings
from lobby.domain.viewer import Viewer
from lobby.services import staff
from lobby.services.consents import say, show_wording
from lobby.services.customer import customer_view
from lobby.services.sources import Sources, open_sources
from lobby.services.visits import open_customer
from lobby.ui.session import wall_clock
from tests.browser.bank import Server, own_home, served
from tests.browser.engines import TEXT, Browser, says, there, until
from tests.browser.test_main_job import OF_STREAMLIT, TARGETS, TEXTS, too_small
from tests.browser.test_network_and_year import press

pytestmark = pytest.mark.browser

TOLD_WITHIN = 10.0
CODE = "document.querySelector('.st-key-go_on img')?.naturalWidth > 100"


@pytest.fixture(scope="module")
def server(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that knows where phones go on."""
    home = own_home(bank, tmp_path_factory.mktemp("served"))
    with served(home, LOBBY_CONTINUE_URL="https://m.bank.example/c/") as running:
        yield running


@pytest.fixture(scope="module")
def beside(server: Server) -> Iterator[Sources]:
    """Another process on the desk store of the server: this one."""
    sources = open_sources(Settings(home=server.home), wall_clock)
    yield sources
    sources.close()


@pytest.fixture(scope="module")
def offered(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Viewer, str, str]:
    """A manager, a customer of the branch, and a product offered to them that goes on by phone."""
    sources = open_sources(Settings(home=own_home(bank, tmp_path_factory.mktemp("looked-at"))), wall_clock)
    manager = next(one for one in staff.members(sources) if one.role == "manager")
    viewer = replace(staff.as_viewer(manager), device="test")
    leads = sources.portraits.rows("leads_today", branch_id=manager.branch_id, until="2026-12-20")
    for customer_id in dict.fromkeys(row["customer_id"] for row in leads[:20]):
        visit = open_customer(sources, viewer, customer_id)
        view = customer_view(sources, viewer, visit, sources.now(), "zh_Hans")
        codes = [one.product for one in view.suggestions if "app" in one.next_places]
        if codes and not view.person.needs_guardian:
            sources.close()
            return viewer, customer_id, codes[0]
    raise AssertionError("nothing is offered that goes on by phone")


@pytest.fixture(scope="module")
def opened(browser: Browser, server: Server, offered: tuple[Viewer, str, str]) -> Browser:
    """The manager has the customer open."""
    manager, customer_id, _ = offered
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
    until(browser, there(".st-key-primary_suggestion"))
    return browser


def test_the_customer_sees_a_greeting_taps_a_face_and_nothing_of_staffs(opened: Browser) -> None:
    press(opened, ".st-key-turn button")
    press(opened, ".st-key-turn_alone button")
    until(opened, "!document.querySelector('.st-key-say_first')")
    until(opened, says("您好"))
    for word in ("先说这一句", "没有建议", "合适", "流失"):
        assert word not in opened.value(TEXT)
    press(opened, ".st-key-face_5 button")
    until(opened, says("谢谢您"))
    assert too_small(opened, TARGETS) == []
    assert too_small(opened, TEXTS) == []


def test_a_sheet_holds_a_code_to_go_on_by_phone(opened: Browser, offered: tuple[Viewer, str, str]) -> None:
    press(opened, f".st-key-see_{offered[2]} button")
    until(opened, CODE)
    assert opened.value(says("要花多少"))
    assert opened.value(says("请留意"))
    assert too_small(opened, TARGETS) == []
    assert too_small(opened, TEXTS) == []


def test_only_the_staffs_press_and_its_confirmation_lead_back(opened: Browser) -> None:
    press(opened, ".st-key-side_home button")
    until(opened, says("您好"))
    press(opened, ".st-key-staff button")
    until(opened, there(".st-key-turn_back button"))
    assert not opened.value(there(".st-key-say_first"))
    press(opened, ".st-key-turn_back button")
    until(opened, there(".st-key-primary_suggestion"))


def test_a_refusal_elsewhere_empties_the_offers_of_a_page_that_nobody_touches(
    opened: Browser, beside: Sources, offered: tuple[Viewer, str, str]
) -> None:
    viewer, customer_id, _ = offered
    until(opened, there(".st-key-primary_suggestion"))
    visit = open_customer(beside, viewer, customer_id)
    began = time.monotonic()
    say(beside, viewer, visit, "marketing", False, uuid4().hex, beside.now(), "zh_Hans")
    until(opened, f"!{there('.st-key-primary_suggestion')}")
    assert time.monotonic() - began < TOLD_WITHIN
    until(opened, there(".st-key-no_offer"))
    assert opened.value(says("未同意介绍产品"))
    show_wording(beside, viewer, visit, "marketing")
    say(beside, viewer, visit, "marketing", True, uuid4().hex, beside.now(), "zh_Hans")
    until(opened, there(".st-key-primary_suggestion"))


def test_no_policy_was_broken(opened: Browser) -> None:
    assert opened.foreign == []
    assert [broken for broken in opened.value("window.violations") if OF_STREAMLIT not in broken] == []
