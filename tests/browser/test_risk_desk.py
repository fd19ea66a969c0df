"""In both engines: the risk desk reads a flag, opens its rows and takes it as a case."""

import duckdb
import pytest

from tests.browser.at_the_desk import broken_policies, press, sign_in, too_small
from tests.browser.bank import Server
from tests.browser.engines import Browser, drawn, there, until

pytestmark = pytest.mark.browser
FLAGS = "document.querySelectorAll('[class*=st-key-flag_]').length"


@pytest.fixture(scope="module")
def desk(browser: Browser, server: Server) -> Browser:
    """Somebody of the risk desk has signed in."""
    (portrait,) = (server.home / "portraits").glob("portrait-*.duckdb")
    with duckdb.connect(str(portrait), read_only=True) as con:
        ((name,),) = con.execute("select name from staff where role = 'risk' order by staff_id").fetchmany(1)
    browser.open(server.url)
    sign_in(browser, name)
    press(browser, "a[href$='/risk']")
    until(browser, drawn("[class*=st-key-flag_]"))
    return browser


def test_a_flag_opens_to_its_rows(desk: Browser) -> None:
    assert too_small(desk) == []
    press(desk, "[class*=st-key-rows_] button")
    until(desk, there("[role=dialog] table"))
    press(desk, "[role=dialog] button[aria-label=Close]")
    until(desk, "!document.querySelector('[role=dialog]')")


def test_a_flag_becomes_a_case_that_is_open(desk: Browser) -> None:
    flags = desk.value(FLAGS)
    press(desk, "[class*=st-key-flag_] [class*=st-key-open_] button")
    until(desk, there("[class*=st-key-note_open_] textarea"))
    desk.type("[class*=st-key-note_open_] textarea", "seen twice this week")
    press(desk, "[class*=st-key-confirm_open_] button")
    until(desk, there("[class*=st-key-case_]"))
    until(desk, f"{FLAGS} === {flags - 1}")


def test_no_policy_was_broken(desk: Browser) -> None:
    assert desk.foreign == []
    assert broken_policies(desk) == []
