"""The main job in both engines: sign in, type initials, choose, read, open rows, change language."""

import pytest

from tests.browser.bank import Server
from tests.browser.engines import TEXT, Browser, says, there, until

pytestmark = pytest.mark.browser

INITIALS = "wm"
OF_STREAMLIT = (
    "script-src wasm-eval"  # its protobuf library tries WebAssembly for 64-bit numbers and does without
)
CHARTS = "document.querySelectorAll('[data-testid=stEChartsChart] svg').length"
TARGETS = """
[...document.querySelectorAll('[data-testid=stMain] :is(button, input, summary)')]
  .filter((one) => one.offsetParent && !one.closest('[data-testid=stElementToolbar]'))
  .filter((one) => one.getAttribute('aria-label') !== 'Clear input')
  .map((one) => ({ name: one.innerText || one.ariaLabel, box: one.matches('summary')
    ? one.closest('details') : one.closest('[data-testid=stTextInputRootElement]') ?? one }))
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


@pytest.fixture(scope="module")
def opened(browser: Browser, server: Server) -> Browser:
    """Signed in, initials typed, the first customer chosen."""
    browser.open(server.url)
    until(browser, there(".st-key-sign_in button"))
    browser.press(".st-key-language_zh_Hans button")
    until(browser, says("我是"))
    browser.press(".st-key-sign_in button")
    until(browser, there(".st-key-search input"))
    browser.type(".st-key-search input", INITIALS)
    until(browser, there("[class*=st-key-open_C] button"))
    assert too_small(browser, TARGETS) == []
    assert too_small(browser, TEXTS) == []
    browser.value("document.querySelector('[data-testid=stMain]').scrollTo(0, 200)")
    browser.press("[class*=st-key-open_C] button")
    until(browser, there(".st-key-say_first"))
    return browser


def too_small(browser: Browser, script: str) -> object:
    return browser.value(script.strip().replace("\n", " "))


def test_the_portrait_is_painted_with_its_charts(opened: Browser) -> None:
    until(opened, f"{CHARTS} >= 1")

    assert opened.value(says("先说这一句"))
    assert opened.value(says("资产 11-20"))
    assert opened.value(says("习惯"))


def test_what_is_touched_is_large_enough_and_what_is_read_too(opened: Browser) -> None:
    until(opened, f"{CHARTS} >= 1")

    assert too_small(opened, TARGETS) == []
    assert too_small(opened, TEXTS) == []


def test_a_newly_opened_page_is_shown_from_its_top(opened: Browser) -> None:
    until(opened, "document.documentElement.lang === 'zh-Hans'")

    assert opened.value("document.querySelector('[data-testid=stMain]').scrollTop") == 0


def test_say_first_and_the_first_offer_need_no_scroll(opened: Browser) -> None:
    bottom = "document.querySelector('.st-key-{}')?.getBoundingClientRect().bottom ?? 0"

    assert opened.value(bottom.format("say_first")) < 300
    assert opened.value(bottom.format("primary_suggestion")) <= 820
    assert opened.value(bottom.format("no_offer")) <= 820


def test_the_talk_is_one_tap_away(opened: Browser) -> None:
    opened.press(".st-key-talk_long button")
    until(opened, says("核对本人后再说"))
    assert opened.value(says("下一步"))

    opened.press(".st-key-fold_objections summary")
    until(opened, "document.querySelectorAll('.st-key-fold_objections p').length > 3")

    opened.press(".st-key-talk_first button")
    until(opened, f"!({says('核对本人后再说')})")


def test_a_number_opens_its_rows(opened: Browser) -> None:
    opened.press(".st-key-open_total button")
    until(opened, there("[role=dialog] table"))

    said = opened.value("document.querySelector('[role=dialog]').innerText")
    assert "合计" in said
    assert "账户尾号" in said
    assert "档" in said

    opened.press("[role=dialog] button[aria-label=Close]")
    until(opened, "!document.querySelector('[role=dialog]')")


def test_another_language_changes_the_page(opened: Browser) -> None:
    opened.press(".st-key-menu button")
    until(opened, there(".st-key-language_en button"))
    opened.press(".st-key-language_en button")
    until(opened, says("Say this first"))
    until(opened, "document.documentElement.lang === 'en'")

    assert "先说这一句" not in opened.value(TEXT)


def test_nothing_was_asked_of_another_host_and_no_policy_was_broken(opened: Browser) -> None:
    assert opened.foreign == []
    assert [broken for broken in opened.value("window.violations") if OF_STREAMLIT not in broken] == []
