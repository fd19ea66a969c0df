"""In both engines: the screen turned to the customer and back; a refusal reaches a page nobody touches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from lobby.domain.viewer import Viewer
from lobby.services.consents import say, show_wording
from lobby.services.sources import Sources
from lobby.services.views import CustomerView
from lobby.services.visits import open_customer
from tests.browser.at_the_desk import broken_policies, find, first_offered, press, sign_in, too_small
from tests.browser.bank import Server, own_home, served
from tests.browser.engines import STILL, TEXT, Browser, drawn, says, there, until

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
def offered(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Viewer, str, str]:
    """A manager, a customer of the branch, and a product offered to them that goes on by phone."""
    return first_offered(own_home(bank, tmp_path_factory.mktemp("looked-at")), goes_on_by_phone)


def goes_on_by_phone(view: CustomerView) -> str | None:
    codes = (one.product for one in view.suggestions if "app" in one.next_places)
    return None if view.person.needs_guardian else next(codes, None)


@pytest.fixture(scope="module")
def opened(browser: Browser, server: Server, offered: tuple[Viewer, str, str]) -> Browser:
    """The manager has the customer open."""
    manager, customer_id, _ = offered
    browser.open(server.url)
    sign_in(browser, manager.name)
    find(browser, customer_id)
    until(browser, there(".st-key-primary_suggestion"))
    return browser


def test_the_customer_sees_a_greeting_taps_a_face_and_nothing_of_staffs(opened: Browser) -> None:
    press(opened, ".st-key-turn button")
    press(opened, ".st-key-turn_alone button")
    until(opened, "!document.querySelector('.st-key-say_first')")
    until(opened, f"{says('您好')} && {STILL}")
    for word in ("先说这一句", "没有建议", "合适", "流失"):
        assert word not in opened.value(TEXT)
    press(opened, ".st-key-face_5 button")
    until(opened, says("谢谢您"))
    assert too_small(opened) == []


def test_a_sheet_holds_a_code_to_go_on_by_phone(opened: Browser, offered: tuple[Viewer, str, str]) -> None:
    press(opened, f".st-key-see_{offered[2]} button")
    until(opened, f"{CODE} && {STILL}")
    assert opened.value(says("要花多少"))
    assert opened.value(says("请留意"))
    assert too_small(opened) == []


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
    until(opened, drawn(".st-key-no_offer"))
    assert opened.value(says("未同意介绍产品"))
    show_wording(beside, viewer, visit, "marketing")
    say(beside, viewer, visit, "marketing", True, uuid4().hex, beside.now(), "zh_Hans")
    until(opened, there(".st-key-primary_suggestion"))


def test_no_policy_was_broken(opened: Browser) -> None:
    assert opened.foreign == []
    assert broken_policies(opened) == []
