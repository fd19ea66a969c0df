"""What the customer lets the bank do: asked at the desk with its wording, and kept with it.

A refusal is written as it is said. A grant needs its wording to have been on the customer's screen in this
visit; whoever acts with a guardian only grants nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lobby.data import desk_consents
from lobby.data.desk import Happening
from lobby.data.desk_consents import Said
from lobby.domain import consent
from lobby.domain.consent import PURPOSES, Purpose, Standing, Statement
from lobby.domain.errors import AccessRefused
from lobby.domain.portrait import Portrait
from lobby.domain.sections import Consents
from lobby.domain.shown_words import ConsentWording
from lobby.domain.suitability import age_on
from lobby.domain.viewer import Language, Viewer
from lobby.services.permission import for_viewer
from lobby.services.portraits import read_portrait, read_section
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm

SHOWN_ROWS = 200


@dataclass(frozen=True)
class ConsentLine:
    """One question: its wording and version, what holds now, and whether it was shown in this visit."""

    wording: ConsentWording
    version: str
    standing: Standing
    was_shown: bool


def said_since(sources: Sources, customer_id: str) -> Mapping[str, bool]:
    """Purpose → what holds in the branch, of those the customer spoke about at a desk."""
    desk = desk_consents.consents_of(sources.desk, customer_id)
    if not desk:
        return {}
    return in_branch(said_in_feed(sources, customer_id), desk, is_granted_by_default(sources))


def in_branch(feed: Sequence[Statement], desk: Sequence[Statement], default: bool) -> Mapping[str, bool]:
    """Purpose → what holds in the branch, of those spoken about at a desk."""
    spoken = {one.purpose for one in desk if one.channel in ("any", "branch")}
    return {
        purpose: consent.standing(purpose, "branch", feed, desk, default).is_granted
        for purpose in PURPOSES
        if purpose in spoken
    }


def said_in_feed(sources: Sources, customer_id: str) -> tuple[Statement, ...]:
    found = read_section(sources, customer_id, Consents).consents
    return tuple(
        Statement(one["purpose"], one["channel"], one["is_granted"], one["changed_on"]) for one in found
    )


def is_granted_by_default(sources: Sources) -> bool:
    return sources.portraits.manifest.consent_default == "granted"


def face_stands(sources: Sources, customer_id: str) -> bool:
    """Does the customer let a camera announce them? By their own word only, never by the feed's default."""
    desk = desk_consents.consents_of(sources.desk, customer_id)
    feed = said_in_feed(sources, customer_id)
    return consent.standing("face", "branch", feed, desk, default=False).is_granted


def refused_at_desks(sources: Sources, purposes: Iterable[Purpose]) -> Mapping[Purpose, frozenset[str]]:
    """Purpose → the customers who refuse it at a desk: nobody lists them to offer something."""
    return desk_consents.refused(sources.desk, list(purposes))


def refusing_any(sources: Sources, purposes: Iterable[Purpose]) -> list[str]:
    """The customers who refuse one of these at a desk, in order."""
    return sorted(frozenset().union(*refused_at_desks(sources, purposes).values()))


@for_viewer
def questions(sources: Sources, viewer: Viewer, visit: Visit) -> tuple[ConsentLine, ...]:
    """Every question with what holds now, for the customer opened in `visit`."""
    confirm(sources, viewer, visit)
    feed = said_in_feed(sources, visit.customer_id)
    desk = desk_consents.consents_of(sources.desk, visit.customer_id)
    default, shown = is_granted_by_default(sources), wordings_shown(sources, visit)
    privacy = sources.catalog.privacy
    return tuple(
        ConsentLine(
            wording=one,
            version=privacy.version,
            standing=consent.standing(
                one.purpose, "branch" if one.channel == "any" else one.channel, feed, desk, default
            ),
            was_shown=(one.code, privacy.version) in shown,
        )
        for one in privacy.wordings.values()
    )


@for_viewer
def show_wording(sources: Sources, viewer: Viewer, visit: Visit, code: str) -> ConsentWording:
    """The wording, once it is in the audit that the customer is shown it."""
    confirm(sources, viewer, visit)
    details = {"what": f"consent:{code}", "wording": sources.catalog.privacy.version}
    sources.desk.record(
        Happening(viewer, "show", customer_id=visit.customer_id, visit_id=visit.visit_id, details=details)
    )
    return sources.catalog.privacy.wordings[code]


def wordings_shown(sources: Sources, visit: Visit) -> frozenset[tuple[str, str]]:
    """Code and version of each wording that was shown to the customer in this visit."""
    rows = sources.desk.audited(SHOWN_ROWS, visit_id=visit.visit_id, action="show")
    told = [(str(row["details"]["what"]), str(row["details"].get("wording"))) for row in rows]
    return frozenset((what.removeprefix("consent:"), version) for what, version in told if "consent:" in what)


@for_viewer
def say(
    sources: Sources,
    viewer: Viewer,
    visit: Visit,
    code: str,
    is_granted: bool,
    change_id: str,
    now: datetime,
    language: Language,
) -> None:
    """Write what the customer said to the question `code`, today; `change_id` is the caller's key."""
    confirm(sources, viewer, visit)
    privacy = sources.catalog.privacy
    was_shown = (code, privacy.version) in wordings_shown(sources, visit)
    if is_granted:
        refuse_grant(sources, read_portrait(sources, visit.customer_id), now, was_shown)
    wording = privacy.wordings[code]
    said = Said(
        purpose=wording.purpose,
        channel=wording.channel,
        is_granted=is_granted,
        wording=f"{code} {privacy.version}" if was_shown else None,
        language=language,
        said_on=now.date(),
    )
    desk_consents.keep(sources.desk, change_id, said, happening(viewer, visit, said))


def happening(viewer: Viewer, visit: Visit, said: Said) -> Happening:
    """What the audit keeps of it."""
    return Happening(
        viewer,
        "consent",
        "granted" if said.is_granted else "refused",
        customer_id=visit.customer_id,
        visit_id=visit.visit_id,
        details={"purpose": said.purpose, "channel": said.channel, "wording": said.wording},
    )


def refuse_grant(sources: Sources, customer: Portrait, now: datetime, was_shown: bool) -> None:
    age = age_on(customer.birth_date, now.date())
    is_minor = age is not None and age < sources.catalog.policy.adult_age
    if customer.deceased or customer.limited_capacity or is_minor:
        raise AccessRefused(
            "guardian_grants", "This customer grants nothing alone.", "The guardian grants on paper."
        )
    if not was_shown:
        raise AccessRefused(
            "wording_not_shown",
            "The customer has not seen what this is about.",
            "Show the wording to the customer first.",
        )
