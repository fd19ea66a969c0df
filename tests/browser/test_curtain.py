"""The curtain: nothing of a customer stays in the document when nobody is there or the server is gone."""

import pytest

from lobby.services import sessions
from lobby.services.sources import Sources
from tests.browser.at_the_desk import OTHER, SIGN_IN, press, sign_in
from tests.browser.bank import Server
from tests.browser.engines import TEXT, Browser, there, until

pytestmark = pytest.mark.browser

HIDE = """
(() => { Object.defineProperty(document, 'hidden', { value: true, configurable: true });
document.dispatchEvent(new Event('visibilitychange'));
Object.defineProperty(document, 'hidden', { value: false, configurable: true }); return true; })()
"""
CHOSEN = "document.querySelector('.st-key-heading p strong')?.innerText"
PAGE = "document.documentElement.outerHTML"
KEPT = (
    "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, document.title, location.href])"
)
RENEWED = "performance.getEntriesByType('resource').some((one) => one.name.includes('/session/renew'))"
FROM_MEMORY = "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
VEIL = "!!document.querySelector('[data-testid=lobby-curtain]')"


def open_customer(browser: Browser, server: Server) -> str:
    """Sign in, open the first customer that is found, and give the masked name on the page."""
    browser.open(server.url)
    sign_in(browser)
    until(browser, there(".st-key-search input"))
    browser.type(".st-key-search input", "wm")
    until(browser, there("[class*=st-key-open_C] button"))
    browser.press("[class*=st-key-open_C] button")
    until(browser, there(".st-key-say_first"))
    until(browser, "document.documentElement.lang === 'zh-Hans'")
    return str(browser.value(CHOSEN))


def test_f6_hidden_tab_blanks_at_once_and_one_tap_lifts_it(browser: Browser, server: Server) -> None:
    name = open_customer(browser, server)
    assert browser.value(f"{TEXT}.includes('{name}')")

    browser.value(HIDE.strip().replace("\n", " "))
    assert browser.value(VEIL)
    until(browser, there(".st-key-lift button"))
    until(browser, f"!{VEIL}")
    assert not browser.value(f"{TEXT}.includes('{name}')")

    browser.press(".st-key-lift button")
    until(browser, there(".st-key-say_first"))
    assert browser.value(f"{TEXT}.includes('{name}')")

    assert browser.value(FROM_MEMORY)
    assert name not in str(browser.value(PAGE))
    until(browser, there(".st-key-lift button"))


def test_f6_f44_asvs_7_4_1_the_next_person_finds_nothing_of_the_one_before(
    browser: Browser, server: Server, beside: Sources
) -> None:
    name = open_customer(browser, server)
    (before,) = sessions.signed_in(beside)
    assert name not in str(browser.value(KEPT))

    press(browser, ".st-key-menu button")
    press(browser, ".st-key-lock button")
    press(browser, OTHER)
    until(browser, there(SIGN_IN))
    assert name not in str(browser.value(PAGE))
    browser.value("!history.back()")
    until(browser, f"{there(SIGN_IN)} || {VEIL}")
    assert name not in str(browser.value(PAGE))
    assert name not in str(browser.value(KEPT))
    assert sessions.signed_in(beside) == ()

    browser.open(server.url)
    sign_in(browser)
    until(browser, there(".st-key-search input"))
    until(browser, RENEWED)
    (after,) = sessions.signed_in(beside)
    assert after.session_id != before.session_id


def test_f44_asvs_7_4_2_a_session_ended_from_outside_empties_the_page_at_once(
    browser: Browser, server: Server, beside: Sources
) -> None:
    name = open_customer(browser, server)
    (session,) = sessions.signed_in(beside)
    sessions.end(beside, session, "ended")
    until(browser, f"!{PAGE}.includes('{name}')", 5)
    until(browser, there(SIGN_IN))
