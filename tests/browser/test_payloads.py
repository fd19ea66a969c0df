"""Texts that would be scripts, pictures or styles, in every column and field: pages show them as typed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest

from lobby.data import desk_alerts
from lobby.data.desk import Happening
from lobby.data.settings import Settings
from lobby.domain.errors import EntryRefused
from lobby.domain.note import one_line
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.suspicion import Suspicion
from lobby.domain.viewer import Viewer
from lobby.services import alerts, bulletins
from lobby.services.outcomes import record_outcome
from lobby.services.sources import Sources, open_sources
from lobby.services.staff import viewer as viewer_of
from lobby.services.visits import open_customer
from lobby.ui.session import wall_clock
from lobby.ui.text import JOINER
from tests.browser.at_the_desk import broken_policies, find, sign_in
from tests.browser.bank import Server, served
from tests.browser.engines import STILL, Chromium, drawn, missing, started, until
from tests.built import build_at
from tests.payloads import payloads, planted

pytestmark = pytest.mark.proof

WIDE = (2200, 1600)
PEOPLE = ("何晓", "马驰", "郭静", "高远", "梁正", "宋清")
READERS = ("何晓", "马驰", "郭静")  # who reads bulletins
CUSTOMERS = ("c01", "c02", "c05", "c09", "c11")
LINK = "[data-testid=stTopNavLink]"
FOLDED = "[data-testid=stMain] details:not([open]) > summary"
FOUND = """
(() => {
  const main = document.querySelector('[data-testid=stMain]');
  const all = (selector) => [...main.querySelectorAll(selector)];
  return {
    hit: window.__hit || 0,
    made: document.querySelectorAll('iframe, object, embed, base, form, link[href*=evil]').length,
    scripts: all('script, [onerror], [onload], [ontoggle]').length,
    away: all('[src], [href]').map((one) => one.src || one.href).filter((one) => /evil|javascript/.test(one)),
    maths: all('.katex').length,
    styles: [...document.querySelectorAll('style')]
      .filter((one) => /evil|important\\}/.test(one.textContent)).length,
    covered: getComputedStyle(main).display === 'none'
      || getComputedStyle(main).backgroundColor === 'rgb(255, 0, 0)',
    text: document.body.innerText,
  };
})()
"""
CLEAN = {"hit": 0, "made": 0, "scripts": 0, "away": [], "maths": 0, "styles": 0, "covered": False}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The tiny bank with payloads in its texts, and in what people typed."""
    folder = tmp_path_factory.mktemp("payloads")
    build_at(folder / "home", planted(folder / "feed"))
    sources = open_sources(Settings(home=folder / "home"), wall_clock)
    try:
        type_everywhere(sources)
    finally:
        sources.close()
    with served(folder / "home") as running:
        yield running


def type_everywhere(sources: Sources) -> None:
    """Every payload as a bulletin, a reason, a note on a talk and an answer to an alert."""
    staff, manager, auditor = (viewer_of(sources, one, "ipad-1") for one in ("s1", "s3", "s7"))
    for number, text in enumerate(payloads()):
        bulletins.publish(sources, manager, text, f"b{number}", sources.now())
        sources.desk.record(Happening(staff, "search", reason=text))
        desk_alerts.raise_alerts(sources.desk, staff, (Suspicion("tails", number, number),))
        if number % 2:
            newest = alerts.open_alerts(sources, auditor)[0].alert.alert_id
            alerts.answer(sources, auditor, newest, text)
    for customer_id in CUSTOMERS:
        note(sources, staff, customer_id)


def note(sources: Sources, staff: Viewer, customer_id: str) -> None:
    """Talks of one visit, each with a payload as its note; what may not be noted is refused and not kept."""
    visit = open_customer(sources, staff, customer_id)
    for number, text in enumerate(payloads()):
        entry = Entry(
            f"{customer_id}-{number}", customer_id, Subject("service", "anti_fraud"), "done", note=text
        )
        with suppress(EntryRefused):
            record_outcome(sources, staff, visit, entry, sources.now())


@pytest.fixture
def chromium() -> Iterator[Chromium]:
    lacking = missing("chromium")
    if lacking is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"Chromium cannot be driven without {lacking}")
        pytest.skip(f"Chromium cannot be driven without {lacking}")
    with started("chromium", size=WIDE) as running:
        assert isinstance(running, Chromium)
        yield running


def look(browser: Chromium) -> str:
    """Unfold everything, and the words of the page once nothing in it is more than words."""
    until(browser, STILL)
    while browser.page.locator(FOLDED).count():
        browser.press(FOLDED)
        until(browser, STILL)
    found = browser.value(FOUND)
    assert {name: found[name] for name in CLEAN} == CLEAN
    assert browser.foreign == []
    assert broken_policies(browser) == []
    return str(found["text"])


@pytest.mark.parametrize("name", PEOPLE)
def test_f47_asvs_14_2_3_every_page_shows_payloads_as_typed(
    server: Server, chromium: Chromium, name: str
) -> None:
    """No script, no request to another host, no style and no formula, on any page of any role."""
    chromium.open(server.url)
    sign_in(chromium, name)
    until(chromium, drawn(LINK))
    words = [look(chromium)]
    for customer_id in CUSTOMERS if name == "何晓" else ():
        find(chromium, customer_id)
        words.append(look(chromium))
        turn(chromium, 0)
    for place in range(1, chromium.page.locator(LINK).count()):
        turn(chromium, place)
        words.append(look(chromium))
    if name in READERS:
        shown = " ".join(" ".join(words).replace(JOINER, "").split())
        assert [text for text in map(one_line, payloads()) if text not in shown] == []


def turn(browser: Chromium, place: int) -> None:
    """Go to another page by its link."""
    link = browser.page.locator(LINK).nth(place)
    address = link.evaluate("one => one.href")
    link.click()
    until(browser, f"location.href === {address!r}")
