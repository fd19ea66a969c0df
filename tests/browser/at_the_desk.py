"""What staff do first in either browser, and what is asked of every page they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from lobby.data.settings import Settings
from lobby.domain.viewer import Viewer
from lobby.services import staff
from lobby.services.customer import customer_view
from lobby.services.sources import open_sources
from lobby.services.views import CustomerView
from lobby.services.visits import open_customer
from lobby.ui.session import wall_clock
from tests.browser.engines import STILL, Browser, says, there, until

Offered = TypeVar("Offered")

OF_STREAMLIT = (
    "script-src wasm-eval"  # its protobuf library tries WebAssembly for 64-bit numbers and does without
)
LINK = ":is([data-testid=stTopNavLink], [data-testid=stTopNavDropdownLink])"
REST = "document.querySelector('[data-testid=stTopNavSection]')"  # the pages that have no room in the row
UNFOLDED, UNFOLD = f"!{REST}", f"({REST}?.click(), false)"
ADDRESSES = f"[...document.querySelectorAll({LINK!r})].map((one) => one.href)"
SIGN_IN, OTHER = ".st-key-sign_in button", ".st-key-other_person button"
NAMED = "document.querySelector('[data-testid=stSelectbox] input').value.includes('{}')"
TARGETS = """
[...document.querySelectorAll('[data-testid=stMain] :is(button, input, summary)')]
  .filter((one) => one.offsetParent && !one.closest('[data-testid=stElementToolbar]'))
  .filter((one) => one.getAttribute('aria-label') !== 'Clear input')
  .map((one) => ({ name: one.innerText || one.ariaLabel, box: one.matches('summary')
    ? one.closest('details')
    : one.closest('[data-testid=stTextInputRootElement], .react-aria-ComboBox') ?? one }))
  .map((one) => ({ height: one.box.getBoundingClientRect().height, name: one.name }))
  .filter((one) => one.height < 44)
"""
TEXTS = """
[...document.querySelectorAll('[data-testid=stMain] *')]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .filter((one) => one.getClientRects().length && one.dataset.testid !== 'stIconMaterial')
  .map((one) => ({ size: parseFloat(getComputedStyle(one).fontSize), text: one.textContent.slice(0, 40) }))
  .filter((one) => one.size < 15)
"""


def press(browser: Browser, selector: str) -> None:
    """Press what is still being drawn."""
    until(browser, there(selector))
    browser.press(selector)


def to_the_door(browser: Browser) -> None:
    """Until somebody may sign in; whoever is signed in behind the curtain leaves."""
    if until(browser, f"{there(SIGN_IN)} ? 'sign in' : {there(OTHER)} && 'other'") == "other":
        browser.press(OTHER)
        until(browser, there(SIGN_IN))


def sign_in(browser: Browser, name: str | None = None) -> None:
    """Sign in on the opened page, in 简体: the first of the staff, or whoever has this name.

    Where somebody else is signed in on this browser, the page begins behind the curtain: they leave first.
    """
    to_the_door(browser)
    press(browser, ".st-key-language_zh_Hans button")
    until(browser, says("我是"))
    if name is not None:
        browser.enter("[data-testid=stSelectbox] input", name)
        until(browser, NAMED.format(name))
    press(browser, SIGN_IN)


def addresses(browser: Browser) -> list[str]:
    """Of every page that the menu has for whoever is signed in."""
    until(browser, f"{there(LINK)} && {STILL}")
    until(browser, f"{UNFOLDED} || {there('[data-testid=stTopNavDropdownLink]')} || {UNFOLD}")
    found = list(browser.value(ADDRESSES))
    browser.value(UNFOLD)
    return found


def turn_to(browser: Browser, address: str) -> None:
    """Press a page of the menu, by the end of its address."""
    link = f"{LINK}[href$='{address}']"
    until(browser, f"{there(link)} || {UNFOLD}")
    press(browser, link)


def find(browser: Browser, customer_id: str) -> None:
    """Find a customer by the number, and open the page."""
    until(browser, there(".st-key-search input"))
    browser.type(".st-key-search input", customer_id)
    press(browser, f".st-key-open_{customer_id} button")
    until(browser, there(".st-key-say_first"))


def first_offered(
    home: Path, wanted: Callable[[CustomerView], Offered | None]
) -> tuple[Viewer, str, Offered]:
    """A manager, the first of the branch's leads in whose view `wanted` finds something, and what it is."""
    sources = open_sources(Settings(home=home), wall_clock)
    try:
        manager = next(one for one in staff.members(sources) if one.role == "manager")
        viewer = replace(staff.as_viewer(manager), device="test")
        leads = sources.portraits.rows("leads_today", branch_id=manager.branch_id, until="2026-12-20")
        for customer_id in dict.fromkeys(row["customer_id"] for row in leads[:20]):
            visit = open_customer(sources, viewer, customer_id)
            found = wanted(customer_view(sources, viewer, visit, sources.now(), "zh_Hans"))
            if found is not None:
                return viewer, customer_id, found
    finally:
        sources.close()
    raise AssertionError("nothing like it is offered to anybody")


def too_small(browser: Browser) -> list[object]:
    """What on the page is too small to be touched or to be read."""
    return [one for script in (TARGETS, TEXTS) for one in browser.value(script.strip().replace("\n", " "))]


def broken_policies(browser: Browser) -> list[str]:
    """What the page was kept from doing, beside what Streamlit tries in vain."""
    return [broken for broken in browser.value("window.violations") if OF_STREAMLIT not in broken]
