"""Texts that would be scripts, pictures or styles, in every column and field: pages show them as typed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest

from lobby.data import desk_alerts, desk_risk, permits
from lobby.data.desk import Happening
from lobby.data.settings import Settings
from lobby.domain.access import Permit
from lobby.domain.campaigns import Plan
from lobby.domain.errors import EntryRefused
from lobby.domain.levers import Lever
from lobby.domain.note import one_line
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.suspicion import Suspicion
from lobby.domain.viewer import Viewer
from lobby.services import alerts, bulletins, campaigns, erasures, levers, product_status, risk
from lobby.services.outcomes import record_outcome
from lobby.services.reveal import reveal
from lobby.services.sources import Sources, open_sources
from lobby.services.staff import viewer as viewer_of
from lobby.services.visits import open_customer
from lobby.ui.session import wall_clock
from lobby.ui.text import JOINER
from tests.browser.at_the_desk import addresses, broken_policies, find, sign_in, turn_to
from tests.browser.bank import Server, served
from tests.browser.engines import STILL, Browser, Engine, missing, started, there, until
from tests.built import build_at
from tests.payloads import payloads, planted

pytestmark = pytest.mark.proof

WIDE = (2200, 1600)
PEOPLE = ("何晓", "马驰", "郭静", "高远", "梁正", "宋清")
READERS = ("何晓", "马驰", "郭静")  # who reads bulletins
CUSTOMERS = ("c01", "c02", "c05", "c09", "c11")
FORGOTTEN = "c11"
AUDIT = ".st-key-audit_staff input"
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
""".strip()
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
    """Every payload in every field that people type: what may not be said is refused and not kept."""
    staff, manager, auditor = (viewer_of(sources, one, "ipad-1") for one in ("s1", "s3", "s7"))
    for number, text in enumerate(payloads()):
        bulletins.publish(sources, manager, text, f"b{number}", sources.now())
        sources.desk.record(Happening(staff, "search", reason=text))
        propose_everything(sources, manager, text, number)
        open_case(sources, text, number)
        desk_alerts.raise_alerts(sources.desk, staff, (Suspicion("tails", number, number),))
        if number % 2:
            newest = alerts.open_alerts(sources, auditor)[0].alert.alert_id
            alerts.answer(sources, auditor, newest, text)
    for customer_id in CUSTOMERS:
        note(sources, staff, customer_id)


def propose_everything(sources: Sources, manager: Viewer, text: str, number: int) -> None:
    """A change of sale, a lever, a campaign; and every second change of sale refused for this reason."""
    head_office, today = viewer_of(sources, "s5", "ipad-1"), sources.now().date()
    changed = product_status.Wish("dep_term", "b1", "paused", rate_version=text[:20], reason=text)
    lever = levers.Wish(Lever(Decimal(1), today, today, product="dep_term"), text)
    plan = Plan(text, "dep_term", None, "b1", None, "s2", today + timedelta(days=30), 10, ("app",))
    with suppress(EntryRefused):
        found = product_status.propose(sources, manager, changed, f"p{number}")
        if number % 2:
            product_status.answer(sources, head_office, found.number, "refused", text)
    with suppress(EntryRefused):
        levers.propose(sources, head_office, lever, f"l{number}", sources.now())
    with suppress(EntryRefused):
        campaigns.draft(sources, manager, plan, f"c{number}", sources.now())


def open_case(sources: Sources, text: str, number: int) -> None:
    """A case of the risk desk about an invented flag, with a payload as its note."""
    about = {"flag_code": "shared_repayment", "subject": f"x{number}", "involved": ["c01"]}
    days = {"happened_on": "2026-11-01", "expires_on": "2026-12-01"}
    flag = {**about, **days, "amount": "1.00", "evidence": "{}", "rows": []}
    desk = viewer_of(sources, "s6", "ipad-1")
    step = Happening(desk, "risk", details={"case": f"x{number}", "state": "open"})
    with permits.in_force(Permit(desk, "planted", "bank")):
        desk_risk.open_case(sources.desk, f"x{number}", flag, risk.note_as_kept(text) or "-", step)


def note(sources: Sources, staff: Viewer, customer_id: str) -> None:
    """Talks of one visit, each with a payload as its note; what may not be noted is refused and not kept."""
    visit = open_customer(sources, staff, customer_id)
    for number, text in enumerate(payloads()):
        entry = Entry(
            f"{customer_id}-{number}", customer_id, Subject("service", "anti_fraud"), "done", note=text
        )
        with suppress(EntryRefused):
            record_outcome(sources, staff, visit, entry, sources.now())
        with suppress(EntryRefused):
            reveal(sources, staff, visit, "name", "other", text)
    if customer_id == FORGOTTEN:
        asked = erasures.forget(sources, staff, visit, "forgotten", sources.now(), "zh_Hans")
        manager = viewer_of(sources, "s3", "ipad-1")
        erasures.answer(sources, manager, asked.number, "![t](http://evil.test/i.png) <b>:red[x]</b>")


@pytest.fixture(params=["chromium", "webkit"])
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    engine: Engine = request.param
    lacking = missing(engine)
    if lacking is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{engine} cannot be driven without {lacking}")
        pytest.skip(f"{engine} cannot be driven without {lacking}")
    with started(engine, size=WIDE) as running:
        yield running


def look(browser: Browser) -> str:
    """Unfold everything, and the words of the page once nothing in it is more than words."""
    until(browser, STILL)
    while browser.value(there(FOLDED)):
        browser.value(f"(document.querySelector({FOLDED!r}).click(), true)")
        until(browser, STILL)
    found = browser.value(FOUND)
    assert {name: found[name] for name in CLEAN} == CLEAN
    assert browser.foreign == []
    assert broken_policies(browser) == []
    return str(found["text"])


@pytest.mark.parametrize("name", PEOPLE)
def test_f47_asvs_14_2_3_every_page_shows_payloads_as_typed(
    server: Server, browser: Browser, name: str
) -> None:
    """No script, no request to another host, no style and no formula, on any page of any role."""
    browser.open(server.url)
    sign_in(browser, name)
    pages = addresses(browser)
    words = [look(browser)]
    for customer_id in CUSTOMERS if name == "何晓" else ():
        find(browser, customer_id)
        words.append(look(browser))
        turn(browser, pages[0])
    for address in pages[1:]:
        turn(browser, address)
        words.append(look(browser))
        if browser.value(there(AUDIT)):
            browser.enter(AUDIT, "s1")
            until(browser, there("[data-testid=stMain] table"))
            words.append(look(browser))
    if name in READERS:
        shown = " ".join(" ".join(words).replace(JOINER, "").split())
        assert [text for text in map(one_line, payloads()) if text not in shown] == []


def turn(browser: Browser, address: str) -> None:
    """Go to another page by its link."""
    turn_to(browser, address)
    until(browser, f"location.href === {address!r}")
