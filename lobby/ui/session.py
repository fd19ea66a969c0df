"""The composition root of the screen: the house, the viewer, the words and the time, for one run."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache

import streamlit as st

from lobby.data.desk import StaffMember
from lobby.data.home import Home
from lobby.data.settings import Settings
from lobby.domain.erasure import Request
from lobby.domain.first_line import Waiting
from lobby.domain.policy import Policy
from lobby.domain.reports import Report
from lobby.domain.revealing import Field, Why
from lobby.domain.sections import name_of
from lobby.domain.since import Since
from lobby.domain.viewer import Language, Viewer
from lobby.services import (
    customer,
    data_page,
    decisions,
    erasures,
    finding,
    leads,
    leaving,
    portraits,
    products,
    reports,
    reveal,
    rows,
    serving,
    staff,
    visits,
)
from lobby.services.customer import Looked
from lobby.services.data_views import FeedCheck, Freshness, SetAside
from lobby.services.decisions import Decided
from lobby.services.lead_views import Lead
from lobby.services.portraits import Read
from lobby.services.since import since_opened
from lobby.services.sources import Sources, open_sources
from lobby.services.views import CustomerView, Findings, Hit, RowsBehind, Visit
from lobby.services.watching import Watching
from lobby.ui import state
from lobby.ui.text import SEPARATOR, Words, first_guess, plain
from lobby.ui.text import words as words_of


@dataclass(frozen=True)
class Standing:
    """What holds for every page: the feed's date and currency, and what must be said about them."""

    as_of: date
    currency: str
    is_demo: bool
    fingerprint: str
    is_stale: bool = False
    is_blocked: bool = False
    has_failed_build: bool = False


class House:
    """The services, with this process's sources and the bank's own time; safe to use from every session."""

    def __init__(self, settings: Settings) -> None:
        self.home = Home(settings.home)
        self.sources: Sources = open_sources(settings, wall_clock)
        self.watching = Watching(self.sources, self.home.current_version)
        self._product_names: dict[tuple[str, Language], Mapping[str, str]] = {}

    def now(self) -> datetime:
        """The bank's own time."""
        return self.sources.now()

    def standing(self) -> Standing | None:
        """None while there is no portrait that can be read."""
        sources = self.sources
        if not sources.has_portrait:
            return None
        fresh = data_page.freshness(sources, sources.now())
        return Standing(
            as_of=fresh.business_date,
            currency=sources.currency,
            is_demo=fresh.is_demo,
            fingerprint=sources.portraits.fingerprint,
            is_stale=fresh.is_stale,
            is_blocked=fresh.is_blocked,
            has_failed_build=fresh.has_failed_build,
        )

    def freshness(self) -> Freshness:
        """What is being served and how old it is."""
        return data_page.freshness(self.sources, self.now())

    def checks(self) -> tuple[FeedCheck, ...]:
        """What the feed's checks found."""
        return data_page.feed_checks(self.sources)

    def rows_set_aside(self, viewer: Viewer, check: FeedCheck, why: str) -> tuple[SetAside, ...]:
        """The rows that one check set aside."""
        return data_page.rows_set_aside(self.sources, viewer, check.table, check.code, check.column, why)

    @property
    def policy(self) -> Policy:
        """The bank's numbers."""
        return self.sources.catalog.policy

    def staff(self) -> tuple[StaffMember, ...]:
        """Everybody who may sign in."""
        return staff.members(self.sources)

    def branch_names(self) -> Mapping[str, str]:
        """Branch names by id."""
        return self.sources.branch_names()

    def product_names(self, language: Language) -> Mapping[str, str]:
        """Product names by code, read once per portrait and language."""
        served = self.sources.portraits.fingerprint
        known = self._product_names.get((served, language))
        if known is None:
            known = products.product_names(self.sources, language)
            kept = {key: names for key, names in self._product_names.items() if key[0] == served}
            self._product_names = kept | {(served, language): known}
        return known

    def language(self, viewer: Viewer) -> Language | None:
        """The language the person chose last."""
        return staff.language(self.sources, viewer.staff_id)

    def choose_language(self, viewer: Viewer, chosen: Language) -> None:
        """Remember the language for the next sign-in."""
        staff.choose_language(self.sources, viewer.staff_id, chosen)

    def find(self, viewer: Viewer, text: str, reason: str | None) -> Findings:
        """Customers that the text may mean."""
        return finding.find(self.sources, viewer, text, reason=reason, now=self.now())

    def recently_opened(self, viewer: Viewer) -> tuple[Hit, ...]:
        """Whom this person opened lately."""
        return visits.recently_opened(self.sources, viewer, self.now())

    def open(self, viewer: Viewer, customer_id: str, reason: str | None) -> Visit:
        """Open a customer, in the audit before anything is shown; who is here is taken care of by that."""
        opened = visits.open_customer(self.sources, viewer, customer_id, reason=reason)
        serving.take_if_free(self.sources, viewer, customer_id)
        return opened

    def since(self, viewer: Viewer, visit: Visit) -> Since:
        """What changed for this customer after last night's build."""
        return since_opened(self.sources, viewer, visit, self.now())

    def close(self, viewer: Viewer, visit: Visit) -> None:
        """It was not this customer."""
        leaving.close(self.sources, viewer, visit)

    def look(self, viewer: Viewer, visit: Visit, language: Language, changed: Since) -> Looked:
        """The portrait as this viewer may see it, and the decision that is to be kept."""
        return customer.look(self.sources, viewer, visit, self.now(), language, changed)

    def keep_decision(self, decided: Decided | None) -> None:
        """Write a decision to the desk store."""
        decisions.keep_decision(self.sources, decided)

    def section(self, viewer: Viewer, visit: Visit, section: type[Read]) -> Read:
        """A section of the portrait, for a part of the page that was opened."""
        return portraits.open_section(self.sources, viewer, visit, section)

    def rows(self, viewer: Viewer, visit: Visit, figure: str) -> RowsBehind:
        """The rows behind a figure."""
        return rows.rows_behind(self.sources, viewer, visit, figure)

    def reveal(self, viewer: Viewer, visit: Visit, field: Field, why: Why, note: str) -> str | None:
        """Lift the mask from one field, audited."""
        return reveal.reveal(self.sources, viewer, visit, field, why, note)

    def open_reports(self, viewer: Viewer) -> tuple[Report, ...]:
        """What was reported as wrong and is not handled."""
        return reports.open_reports(self.sources, viewer)

    def open_requests(self, viewer: Viewer) -> tuple[Request, ...]:
        """The requests to be forgotten that are to be answered."""
        return erasures.open_requests(self.sources, viewer)

    def leads(self, viewer: Viewer, language: Language) -> tuple[Lead, ...]:
        """Today's leads."""
        return leads.todays_leads(self.sources, viewer, self.now(), language)


def wall_clock() -> datetime:
    """The machine's time, aware."""
    return datetime.now(UTC)


@cache
def house() -> House:
    """One house per process."""
    return House(Settings())


def moment() -> datetime:
    """The bank's own time."""
    return house().now()


def viewer() -> Viewer:
    """Who is signed in; a page runs for a signed-in person only."""
    signed_in = state.viewer()
    if signed_in is None:
        raise RuntimeError("a page ran without a viewer")
    return signed_in


def language() -> Language:
    """Chosen in this session, else the browser's."""
    return state.language() or first_guess(st.context.locale)


def words() -> Words:
    """The words of this run; amounts are exact only while a reveal lasts."""
    spoken = words_of(language())
    standing = house().standing() if state.viewer() else None
    if standing is None:
        return spoken
    visit = state.visit()
    is_hidden = state.has_company() or standing.is_blocked
    is_exact = visit is not None and "amounts" in revealed(visit)
    return replace(
        spoken,
        currency=standing.currency,
        as_of=standing.as_of,
        is_masked=not is_exact or is_hidden,
        is_hidden=is_hidden,
        products=house().product_names(spoken.language),
    )


def revealed(visit: Visit) -> Mapping[str, tuple[float, str | None]]:
    """What of this visit is shown whole now: field → since when, and the value."""
    return state.revealed(visit.visit_id, time.monotonic() - house().policy.reveal_seconds)


def look(visit: Visit) -> Looked:
    """The portrait of this visit with its decision, made again when language, portrait or desk changed."""
    standing = house().standing()
    changed = replace(house().since(viewer(), visit), waiting=waiting(visit))
    key = (visit.visit_id, language(), standing and standing.fingerprint, changed)
    return state.kept("view", key, lambda: house().look(viewer(), visit, language(), changed))


def waiting(visit: Visit) -> Waiting | None:
    """The customer's place in the queue as this visit began: what is said first does not change with it."""
    sources = house().sources
    return state.kept(
        "waiting", (visit.visit_id,), lambda: serving.waiting_of(sources, viewer(), visit.customer_id)
    )


def keep_decision(view: CustomerView, decided: Decided | None) -> None:
    """Write the decision behind the portrait on the screen to the desk store, once."""
    key = (view.visit.visit_id, view.decision_id)
    state.kept("decision", key, lambda: house().keep_decision(decided))


def section(visit: Visit, wanted: type[Read]) -> Read:
    """A section of this visit's portrait, read once per portrait when its part is opened."""
    standing = house().standing()
    key = (visit.visit_id, standing and standing.fingerprint)
    return state.kept(f"section_{name_of(wanted)}", key, lambda: house().section(viewer(), visit, wanted))


def idle_seconds(is_customer_page: bool) -> int:
    """After how long without a touch the curtain falls; late where the customer is reading."""
    policy, is_served = house().policy, is_customer_page and state.visit() is not None
    if state.turned() is not None:
        return policy.curtain_shown_seconds
    return policy.curtain_customer_seconds if is_served else policy.curtain_board_seconds


def board_title(t: Words) -> str:
    """The board and its branch."""
    return plain(SEPARATOR.join(part for part in (t("board.title"), branch_name()) if part))


def branch_name() -> str:
    """The viewer's own branch, empty where there is none."""
    return house().branch_names().get(viewer().branch_id or "", "")


def leads_title(t: Words) -> str:
    """Today's list, its day and its branch."""
    parts = (t("leads.title"), t.long_day(house().now().date()), branch_name())
    return plain(SEPARATOR.join(part for part in parts if part))
