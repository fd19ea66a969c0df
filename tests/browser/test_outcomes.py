"""In both engines: read, tap an outcome, undo, refuse, see the cool-down, reload and find the draft."""

import json
import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from lobby.data.settings import Settings
from lobby.domain.viewer import Viewer
from lobby.services import staff
from lobby.services.customer import customer_view
from lobby.services.sources import Sources, open_sources
from lobby.services.visits import open_customer
from tests.browser.at_the_desk import broken_policies, find, press, sign_in, too_small
from tests.browser.bank import AS_OF, Server, own_home
from tests.browser.engines import LANDSCAPE, PAUSE_SECONDS, TEXT, WAIT_SECONDS, Browser, says, there, until

pytestmark = pytest.mark.browser

HERE = """
select customer_id
from portrait
where
    home_branch_id = (select branch_id from staff order by staff_id limit 1)
    and has_marketing_consent and not is_control and not has_organisation and age between 30 and 60
order by customer_id
"""
OFFERED = 2
BAR = ".st-key-primary_suggestion [class*=st-key-{}_] button"
NOTE = "[class*=st-key-note_] input"


@pytest.fixture(scope="module")
def offered(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Customers, one for each engine, to whom the first of the staff may offer two products or more."""
    home = own_home(bank, tmp_path_factory.mktemp("looked-at"))
    (portrait,) = (home / "portraits").glob("portrait-*.duckdb")
    with duckdb.connect(str(portrait), read_only=True) as con:
        candidates = [str(row[0]) for row in con.execute(HERE).fetchall()]
    sources = open_sources(Settings(home=home), lambda: datetime.fromisoformat(f"{AS_OF}T10:00+08:00"))
    viewer = staff.viewer(sources, staff.members(sources)[0].staff_id, "test")
    found = list(with_offers(sources, viewer, candidates))
    sources.close()
    return found


def with_offers(sources: Sources, viewer: Viewer, candidates: list[str]) -> Iterator[str]:
    count = 0
    for customer_id in candidates[:15]:
        visit = open_customer(sources, viewer, customer_id)
        view = customer_view(sources, viewer, visit, sources.now(), "zh_Hans")
        if len({one.kind for one in view.suggestions}) >= OFFERED and count < 2:
            count += 1
            yield customer_id


def kept(server: Server, customer_id: str, what: str) -> list[tuple[object, ...]]:
    """Rows of the desk store, as they are on the disk."""
    with sqlite3.connect(f"file:{server.home}/desk.sqlite?mode=ro", uri=True) as desk:
        return desk.execute(f"select {what} where customer_id = ?", [customer_id]).fetchall()


def outcomes(server: Server, customer_id: str) -> list[tuple[object, ...]]:
    joined = "outcome left join outcome_void using (outcome_id)"
    return kept(server, customer_id, f"result, outcome_void.kind from {joined}")


@pytest.fixture(scope="module")
def customer_id(server: Server, browser: Browser, offered: list[str]) -> str:
    """A customer nobody has talked to, on the screen of the first of the staff."""
    chosen = next(one for one in offered if not outcomes(server, one))
    browser.open(server.url)
    sign_in(browser)
    find(browser, chosen)
    return chosen


def test_the_first_screen_holds_the_bar_and_what_else_is_offered(browser: Browser, customer_id: str) -> None:
    until(browser, there(".st-key-others"))
    for part in ("[class*=st-key-bar_]", ".st-key-others"):
        found = f"document.querySelector('.st-key-primary_suggestion {part}')"
        bottom = browser.value(f"{found}.getBoundingClientRect().bottom")
        assert bottom < LANDSCAPE[1]


def test_a_tap_is_told_at_once_where_it_is_seen_and_undone(
    browser: Browser, server: Server, customer_id: str
) -> None:
    press(browser, BAR.format("interested"))
    until(browser, there("[class*=st-key-undo_] button"))
    assert browser.value("document.querySelector('.st-key-recorded').getBoundingClientRect().bottom") < 820
    assert outcomes(server, customer_id) == [("interested", None)]
    assert too_small(browser) == []

    press(browser, "[class*=st-key-undo_] button")
    until(browser, "!document.querySelector('.st-key-recorded')")
    assert outcomes(server, customer_id) == [("interested", "undo")]


def test_f27_a_no_tapped_twice_is_one_and_starts_the_cool_down(
    browser: Browser, server: Server, customer_id: str
) -> None:
    until(browser, there(BAR.format("declined")))
    one = f"document.querySelector('{BAR.format('declined')}')"
    browser.value(f"(() => {{ const one = {one}; one.click(); one.click(); return true; }})()")
    until(browser, says("天内不再主动介绍同类产品，至"))
    assert outcomes(server, customer_id) == [("interested", "undo"), ("declined", None)]
    press(browser, "[class*=st-key-no_rate_too_low_] button")
    until(browser, there("[class*=st-key-no_rate_too_low_] button[kind=primary]"))


def test_asvs_14_2_3_nothing_was_asked_of_another_host_and_no_policy_was_broken(
    browser: Browser, customer_id: str
) -> None:
    assert browser.foreign == []
    assert broken_policies(browser) == []


def test_what_is_half_entered_is_found_after_a_reload_and_after_a_restart(
    browser: Browser, server: Server, customer_id: str
) -> None:
    until(browser, there(BAR.format("interested")))
    press(browser, ".st-key-fold_jotting summary")
    press(browser, "[class*=st-key-chip_need_safe_] button")
    until(browser, there("[class*=st-key-chip_need_safe_] button[kind=primary]"))
    browser.type(NOTE, "问女儿")
    until_kept(server, customer_id, "问女儿")

    browser.reload()
    go_on(browser, customer_id)
    server.kill()
    server.start()
    browser.open(server.url)
    go_on(browser, customer_id)


def go_on(browser: Browser, customer_id: str) -> None:
    """Sign in anew, take up the customer again, and find what was half entered and what was recorded."""
    sign_in(browser)
    press(browser, f".st-key-go_on_{customer_id} button")
    until(browser, f"document.querySelector('{NOTE}')?.value === '问女儿'")
    assert "天内不再主动介绍同类产品，至" in browser.value(TEXT)
    assert too_small(browser) == []


def until_kept(server: Server, customer_id: str, note: str) -> None:
    """Wait until the note is on the disk, without any press."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not any(note in json.loads(str(content))["note"] for (content,) in drafts(server, customer_id)):
        assert time.monotonic() < deadline
        time.sleep(PAUSE_SECONDS)


def drafts(server: Server, customer_id: str) -> list[tuple[object, ...]]:
    return kept(server, customer_id, "content from draft")
