"""The main job in both engines: sign in, type initials, choose, read, open rows, change language."""

import json

import pytest

from tests.browser.at_the_desk import broken_policies, find, press, sign_in, too_small
from tests.browser.bank import Server
from tests.browser.engines import STILL, TEXT, Browser, drawn, says, there, until

pytestmark = pytest.mark.browser

INITIALS = "wm"
PAINTED = f"document.querySelectorAll('.st-key-habits img').length >= 1 && {STILL}"
NAME = "document.querySelector('.st-key-heading p strong')?.textContent"
SAID = "[...document.querySelectorAll('.stMain p')].map((one) => one.textContent)"
ROWS = """
[...document.querySelectorAll('[class*=st-key-row_C]')]
  .map((row) => [/row_(C\\d+)/.exec(row.className)[1], row.querySelector('strong').textContent])
""".strip()
WATCH_FOR_LEFTOVERS = """
((name, told) => {
    window.leftovers = [];
    new MutationObserver(() => {
        if (document.querySelector('.st-key-heading p strong')?.textContent !== name) return;
        const said = [...document.querySelectorAll('.stMain p')].map((one) => one.textContent);
        window.leftovers.push(...said.filter((one) => told.includes(one)));
    }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
})
"""


@pytest.fixture(scope="module")
def opened(browser: Browser, server: Server) -> Browser:
    """Signed in, initials typed, the first customer chosen."""
    browser.open(server.url)
    sign_in(browser)
    until(browser, there(".st-key-search input"))
    browser.type(".st-key-search input", INITIALS)
    until(browser, drawn("[class*=st-key-open_C] button"))
    assert too_small(browser) == []
    browser.value("document.querySelector('[data-testid=stMain]').scrollTo(0, 200)")
    browser.press("[class*=st-key-open_C] button")
    until(browser, there(".st-key-say_first"))
    return browser


def test_the_portrait_is_painted_with_its_charts(opened: Browser) -> None:
    until(opened, PAINTED)

    assert opened.value(says("先说这一句"))
    assert opened.value(says("资产 11-20"))
    assert opened.value(says("习惯"))


def test_what_is_touched_is_large_enough_and_what_is_read_too(opened: Browser) -> None:
    until(opened, PAINTED)

    assert too_small(opened) == []


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
    until(opened, f"{says('核对本人后再说')} && {STILL}")
    assert opened.value(says("下一步"))

    opened.press(".st-key-fold_objections summary")
    until(opened, "document.querySelectorAll('.st-key-fold_objections p').length > 3")

    opened.press(".st-key-talk_first button")
    until(opened, f"!({says('核对本人后再说')})")


def test_a_number_opens_its_rows(opened: Browser) -> None:
    opened.press(".st-key-open_total button")
    until(opened, drawn("[role=dialog] table"))

    said = opened.value("document.querySelector('[role=dialog]').innerText")
    assert "合计" in said
    assert "账户尾号" in said
    assert "档" in said

    opened.press("[role=dialog] button[aria-label=Close]")
    until(opened, "!document.querySelector('[role=dialog]')")


def test_nothing_of_a_customer_ever_stands_beside_the_name_of_the_next(opened: Browser) -> None:
    leave = "[class*=st-key-not_this_one_] button"
    opened.press(leave)
    until(opened, there(".st-key-search input"))
    opened.type(".st-key-search input", INITIALS)
    rows = until(opened, f"{STILL} && {ROWS}.length > 1 && {ROWS}")
    first, second = list({name: customer for customer, name in rows}.values())[:2]
    said = {}
    for customer in (second, first):
        find(opened, customer)
        until(opened, PAINTED)
        said[customer] = opened.value(NAME), set(opened.value(SAID))
        if customer == second:
            opened.press(leave)
    (_, told_before), (name, told_then) = said[first], said[second]
    told = sorted(told_before - told_then)
    assert len(told) > 3

    opened.value(f"({WATCH_FOR_LEFTOVERS.strip()})({json.dumps(name)}, {json.dumps(told)})")
    opened.press(leave)
    press(opened, f".st-key-open_{second} button")
    until(opened, f"{NAME} === {json.dumps(name)} && {PAINTED}")

    assert opened.value("window.leftovers") == []


def test_another_language_changes_the_page(opened: Browser) -> None:
    opened.press(".st-key-menu button")
    until(opened, there(".st-key-language_en button"))
    opened.press(".st-key-language_en button")
    until(opened, says("Say this first"))
    until(opened, "document.documentElement.lang === 'en'")

    assert "先说这一句" not in opened.value(TEXT)


def test_asvs_14_2_3_nothing_was_asked_of_another_host_and_no_policy_was_broken(opened: Browser) -> None:
    assert opened.foreign == []
    assert broken_policies(opened) == []
