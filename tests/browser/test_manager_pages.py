"""In both engines: the pages of a manager speak, nothing on them is too small, and no policy is broken."""

import pytest

from tests.browser.at_the_desk import broken_policies, sign_in, too_small, turn_to
from tests.browser.bank import Server
from tests.browser.engines import STILL, Browser, says, until

pytestmark = pytest.mark.browser

SPEAKS = {
    "results": "漏斗",
    "segments": "管理资产",
    "team": "按姓名排列，不作排名",
    "branch": "适合的优惠与权益",
}
TABLES = "[...document.querySelectorAll('[data-testid=stTable] td')]"
NUMBERS = f"{TABLES}.filter((cell) => /^[\\d,.]+$/.test(cell.innerText))"
ASIDE = f"{NUMBERS}.filter((cell) => getComputedStyle(cell).textAlign !== 'right').length"


@pytest.fixture(scope="module")
def opened(browser: Browser, server: Server) -> Browser:
    """The first of the staff, who is a manager, has signed in."""
    browser.open(server.url)
    sign_in(browser)
    return browser


@pytest.mark.parametrize("page", SPEAKS)
def test_the_page_speaks_and_its_numbers_stand_at_the_right(opened: Browser, page: str) -> None:
    turn_to(opened, f"/{page}")
    until(opened, f"{says(SPEAKS[page])} && {STILL}")
    assert too_small(opened) == []
    assert opened.value(ASIDE) == 0


def test_no_policy_was_broken(opened: Browser) -> None:
    assert opened.foreign == []
    assert broken_policies(opened) == []
