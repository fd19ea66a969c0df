"""Who works through a day: the machines that announce, tablets without a screen, tablets in a browser.

Each does one thing after the other, and keeps what it was told: that is what the desk store must hold.
"""

from __future__ import annotations

import threading
import urllib.error
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed

from lobby.commands.simulate_day import Sender
from lobby.services.rehearsal import Event
from tests.browser.at_the_desk import LINK, OTHER, SIGN_IN, press, sign_in
from tests.browser.engines import Browser, there, until
from tests.tablet import Tablet

GONE = (ConnectionClosed, urllib.error.URLError, OSError)
PATIENCE_SECONDS = 60.0  # of a machine that others work on too
TAKEN_AT_ONCE = 4  # by a tablet without a screen, before it looks at the leads
AHEAD_MS = 1500
PRESSES = 6
LIFT = ".st-key-lift button"
SAY_FIRST = ".st-key-say_first"
TOUCH = """(touched => {
touched?.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true})); touched?.click(); return !!touched;
})(document.querySelector('%s'))"""
FREE = """[...document.querySelectorAll('[class*=st-key-serve_]')]
.map(one => /st-key-serve_(\\S+)/.exec(one.className)[1])
.filter(one => !document.querySelector('.st-key-back_' + one))"""
CLAIMS = """[...document.querySelectorAll('[class*=st-key-claim_lead_]')]
.filter(one => !one.parentElement.innerText.includes('在跟进'))
.map(one => /st-key-claim_lead_(\\S+)/.exec(one.className)[1])"""


@dataclass(frozen=True)
class Person:
    """Somebody of a branch, with a name that nobody else of the bank has."""

    staff_id: str
    name: str
    branch_id: str
    role: str


@dataclass
class Told:
    """What the machines were told was taken, and what screens said: who opened, recorded or took what."""

    posted: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    opened: list[tuple[str, str]] = field(default_factory=list)
    recorded: list[tuple[str, str]] = field(default_factory=list)
    claimed: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Machines:
    """They announce in the order of the day, and say again what was not answered once the server is `up`."""

    sender: Sender
    told: Told
    up: threading.Event

    def announce(self, events: Iterable[Event]) -> None:
        for event in events:
            message = self.sender.message(event)
            while (code := self.sender.post(*message)) == "no_answer":
                assert self.up.wait(PATIENCE_SECONDS)
            if code is not None:
                self.told.refused[f"{event.said}: {code}"] += 1
            elif event.said == "arrived":
                self.told.posted.append(self.sender.id_of(event))


@dataclass
class Colleague:
    """Somebody with a tablet without a screen; one whose server is gone signs in again."""

    person: Person
    url: str
    told: Told
    tablet: Tablet | None = None

    def work(self) -> None:
        """Take a few who came, talk to them, and take a lead where one sees leads."""
        try:
            tablet = self.tablet or self.signed_in()
            for _ in range(TAKEN_AT_ONCE):
                self.serve_next(tablet)
            if self.person.role == "adviser":
                self.claim_next(tablet)
        except GONE:
            self.tablet = None

    def signed_in(self) -> Tablet:
        self.tablet = Tablet(self.url)
        self.tablet.choose("staff", f"{self.person.name} · ")
        self.tablet.press("sign_in")
        return self.tablet

    def serve_next(self, tablet: Tablet) -> None:
        tablet.go("")
        own = {key.removeprefix("back_") for key in tablet.ids if key.startswith("back_")}
        free = [key for key in tablet.ids if key.startswith("serve_") and key[6:] not in own]
        if not free:
            return
        tablet.press(free[0])
        arrival_id = free[0].removeprefix("serve_")
        if tablet.key("not_this_one_"):
            self.told.opened.append((arrival_id, self.person.staff_id))
            self.talk(tablet)
            tablet.go("")
        if f"served_{arrival_id}" in tablet.ids:
            tablet.press(f"served_{arrival_id}")

    def talk(self, tablet: Tablet) -> None:
        """Record what came of it; every third customer says no."""
        result = "declined_" if len(self.told.recorded) % 3 == 2 else "interested_"
        offered = tablet.key(result)
        if offered is None:
            return
        tablet.press(offered)
        recorded = tablet.key("undo_")
        if recorded is not None:
            self.told.recorded.append((recorded.removeprefix("undo_"), self.person.staff_id))

    def claim_next(self, tablet: Tablet) -> None:
        tablet.go("leads")
        mine = {customer_id for customer_id, _ in self.told.claimed}
        free = [key for key in tablet.ids if key.startswith("claim_lead_") and key[11:] not in mine]
        if free:
            tablet.press(free[0])
            self.told.claimed.append((free[0][11:], self.person.staff_id))


@dataclass
class Screen:
    """Somebody with a tablet in a browser."""

    person: Person
    browser: Browser
    told: Told

    def sign_in(self) -> None:
        """Sign in, also where the server was started anew and would go on with who was there before."""
        self.wait(f"{there(OTHER)} || {there(SIGN_IN)}")
        if self.browser.value(there(OTHER)):
            press(self.browser, OTHER)
        self.wait(there(SIGN_IN))
        sign_in(self.browser, self.person.name)
        self.wait(there(LINK))

    def wait(self, script: str) -> None:
        until(self.browser, script, PATIENCE_SECONDS)

    def touch(self, selector: str) -> None:
        """Touch what may move away or be gone in the same moment."""
        self.browser.value(TOUCH % selector)

    def wake(self) -> None:
        """Go on where the curtain fell while others were busy, or where the time to lift it is over."""
        self.wait(f"{there(LINK)} || {there(LIFT)} || {there(SIGN_IN)}")
        if self.browser.value(there(LIFT)):
            press(self.browser, LIFT)
        elif self.browser.value(there(SIGN_IN)):
            self.sign_in()

    def go(self, page: str, there_is: str) -> None:
        self.wake()
        press(self.browser, f"{LINK}[href$='/{page}']")
        self.wait(there(there_is))

    def to_board(self) -> None:
        self.go("", ".st-key-arrival_filters")

    def to_leads(self) -> None:
        self.go("leads", ".st-key-lead_filters")

    def serve_next(self) -> None:
        """Take the first who is nobody's; of two the slower is told, or finds that they have gone."""
        self.to_board()
        free = self.browser.value(FREE)
        if free:
            self.touch(f".st-key-serve_{free[0]} button")
            self.go_on_with(free[0])

    def go_on_with(self, arrival_id: str) -> None:
        """What follows on the press: the customer, a stranger of one's own, or a colleague was faster."""
        is_open, is_mine = there(SAY_FIRST), there(f".st-key-back_{arrival_id}")
        self.wait(f"{is_open} || {is_mine} || {is_on_board_without(f'.st-key-serve_{arrival_id}')}")
        if self.browser.value(is_open):
            self.told.opened.append((arrival_id, self.person.staff_id))
            self.talk()
            self.to_board()
        if self.browser.value(there(f".st-key-served_{arrival_id}")):
            self.touch(f".st-key-served_{arrival_id} button")
            self.wait(f"!({there(f'.st-key-served_{arrival_id}')})")

    def talk(self) -> None:
        result = "declined_" if len(self.told.recorded) % 3 == 2 else "interested_"
        self.wait("document.querySelector('.stApp').dataset.testScriptState !== 'running'")
        if self.browser.value(there(f"[class*=st-key-{result}] button")):
            press(self.browser, f"[class*=st-key-{result}] button")
            self.wait(there("[class*=st-key-undo_]"))
            recorded = self.browser.value(key_of("undo_"))
            self.told.recorded.append((recorded, self.person.staff_id))

    def claim_next(self) -> None:
        """Take the first lead that nobody has."""
        self.to_leads()
        free = self.browser.value(CLAIMS)
        if free:
            self.touch(f".st-key-claim_lead_{free[0]} button")
            self.wait(is_had(free[0]))
            if self.browser.value(f"{lead_row(free[0])}.includes('我在跟进')"):
                self.told.claimed.append((free[0], self.person.staff_id))

    def assign_next(self) -> None:
        """Give the last shown lead that nobody has to the first of those who may have it."""
        self.to_leads()
        free = self.browser.value(CLAIMS)
        staff_id = self.receiver(free[-1]) if free else None
        if staff_id is not None:
            give = f".st-key-give_{staff_id}_{free[-1]} button"
            for _ in range(PRESSES):
                if self.browser.value(there(give)):
                    break
                self.receiver(free[-1])  # news drew the list anew, which closed it
            self.touch(give)
            self.wait(is_had(free[-1]))
            if self.browser.value(f"{lead_row(free[-1])}.includes('在跟进')"):
                self.told.claimed.append((free[-1], staff_id))

    def receiver(self, customer_id: str) -> str | None:
        """Who is offered first to have a lead, once the list of them is open."""
        is_open = there(f".st-key-tomorrow_{customer_id} button")
        for _ in range(PRESSES):  # a list that is drawn anew closes it
            if not self.browser.value(is_open):
                self.wait("document.querySelector('.stApp').dataset.testScriptState !== 'running'")
                self.touch(f".st-key-more_lead_{customer_id} button")
            with suppress(AssertionError):
                until(self.browser, is_open, PATIENCE_SECONDS / PRESSES)
                break
        found: str | None = self.browser.value(key_of("give_", f"_{customer_id}"))
        return found


def is_had(customer_id: str) -> str:
    """The expression that is true once somebody has a lead, or a talk with the customer settled it."""
    row = lead_row(customer_id)
    return f"({there('.st-key-lead_filters')} && ({row} === '' || {row}.includes('在跟进')))"


def key_of(begin: str, end: str = "") -> str:
    """The expression for what stands between in the first key that begins and ends so."""
    matching = f"[class*=st-key-{begin}]" + (f"[class*={end}]" if end else "")
    found = f"document.querySelector('{matching}')?.className"
    return f"/st-key-{begin}(\\w+?){end}(?: |$)/.exec({found} ?? '')?.[1]"


def is_on_board_without(selector: str) -> str:
    """The board is there, and this is not on it any more."""
    return f"({there('.st-key-arrival_filters')} && !({there(selector)}))"


def lead_row(customer_id: str) -> str:
    return f"(document.querySelector('.st-key-lead_{customer_id}')?.innerText ?? '')"


def at_once(*touched: tuple[Screen, str]) -> None:
    """Touch on several screens in the same moment."""
    at = touched[0][0].browser.value("Date.now()") + AHEAD_MS
    for screen, selector in touched:
        screen.browser.value(f"!!setTimeout(() => {TOUCH % selector}, {at} - Date.now())")
