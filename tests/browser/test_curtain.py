"""The curtain: nothing of a customer stays in the document when nobody is there or the server is gone."""

import pytest

from tests.browser.at_the_desk import sign_in
from tests.browser.bank import Server
from tests.browser.engines import TEXT, Browser, there, until

pytestmark = pytest.mark.browser

HIDE = """
(() => { Object.defineProperty(document, 'hidden', { value: true, configurable: true });
document.dispatchEvent(new Event('visibilitychange'));
Object.defineProperty(document, 'hidden', { value: false, configurable: true }); return true; })()
"""
CHOSEN = "document.querySelector('.st-key-heading p strong')?.innerText"
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


def test_hidden_tab_blanks_at_once_and_one_tap_lifts_it(browser: Browser, server: Server) -> None:
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


def test_a_lost_server_empties_the_page_and_its_return_comes_with_the_curtain(
    browser: Browser, server: Server
) -> None:
    name = open_customer(browser, server)

    server.kill()
    until(browser, VEIL)
    assert not browser.value(f"{TEXT}.includes('{name}')")
    assert browser.value("document.getElementById('root') === null")

    server.start()
    until(browser, there(".st-key-lift button"))
    assert not browser.value(f"{TEXT}.includes('{name}')")
