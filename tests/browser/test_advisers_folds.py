"""In both engines: what is for advisers alone opens, is read, and opens further to what proves it."""

import pytest

from tests.browser.at_the_desk import broken_policies, press, too_small
from tests.browser.engines import STILL, Browser, drawn, until
from tests.browser.test_network_and_year import opened

__all__ = ["opened"]
pytestmark = pytest.mark.browser


def unfold(browser: Browser, part: str, words: str) -> None:
    """Open a part once nothing is being drawn, and wait for its words."""
    until(browser, STILL)
    press(browser, f".st-key-fold_{part} summary")
    until(browser, f"document.querySelector('.st-key-fold_{part}').innerText.includes('{words}')")
    until(browser, STILL)


@pytest.mark.parametrize(("part", "words"), [("credit", "只用于选择话题"), ("keeping", "不说出口")])
def test_what_is_for_advisers_opens_and_is_read(opened: Browser, part: str, words: str) -> None:
    unfold(opened, part, words)
    assert too_small(opened) == []


def test_a_relation_opens_to_what_proves_it(opened: Browser) -> None:
    unfold(opened, "network", "同一住址")
    press(opened, "[class*=st-key-network_0_] button")
    until(opened, drawn("[role=dialog] table"))
    assert too_small(opened) == []


def test_no_policy_was_broken(opened: Browser) -> None:
    assert opened.foreign == []
    assert broken_policies(opened) == []
