"""Who is to hear that something they were interested in is sold out, paused, back, or has another rate.

Whoever talked with them tells them, and the branch's manager sees to it; by phone only with the customer's
consent to marketing and no complaint under way, in person always.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from lobby.data import desk_status, permits
from lobby.data.desk import Happening
from lobby.data.desk_outcomes import interested_in
from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.outcomes import Outcome
from lobby.domain.portrait import Portrait
from lobby.domain.sale import Turn, Why, last_turns
from lobby.domain.since import brought_up_to_date
from lobby.domain.viewer import Language, Viewer
from lobby.services import listing, staff
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.portraits import read_portrait
from lobby.services.since import since
from lobby.services.sources import Sources
from lobby.services.talk import say, spoken_language
from lobby.services.views import Hit

Result = Literal["told", "not_needed"]
RESULTS: tuple[Result, ...] = ("told", "not_needed")
INTERESTED = frozenset({"interested", "zone_booked"})


@dataclass(frozen=True)
class InformLine:
    """One customer to be told of one change: why, since when, what to say in their language, and how."""

    status_id: str
    customer: Hit
    product_name: str
    why: Why
    at: datetime
    talked_by: str
    sentence: str
    may_call: bool


@for_viewer
def to_inform(sources: Sources, viewer: Viewer, now: datetime, language: Language) -> tuple[InformLine, ...]:
    """The customers whom the viewer talked with, for a manager all of the branch; the newest change first."""
    since_when = sources.desk.stamp() - timedelta(days=sources.catalog.policy.inform_days)
    settled = desk_status.settled(sources.desk, scope.branch_of(viewer), since_when)
    mine = [
        (turn, talk)
        for turn, talk in concerned(sources, viewer, now)
        if (turn.status_id, talk.customer_id) not in settled
    ]
    mine.sort(key=lambda one: (one[0].at, one[1].recorded_at, one[1].outcome_id), reverse=True)
    names = staff.names_of_staff(sources)
    known = {hit.customer_id: hit for hit in hits(sources, [talk.customer_id for _, talk in mine], now)}
    listing.tell(sources, viewer, "inform", known)
    lines = (
        line(
            sources,
            viewer,
            turn,
            known[talk.customer_id],
            names.get(talk.staff_id, talk.staff_id),
            now,
            language,
        )
        for turn, talk in mine
        if talk.customer_id in known
    )
    return tuple(one for one in lines if one is not None)


def concerned(sources: Sources, viewer: Viewer, now: datetime) -> Iterator[tuple[Turn, Outcome]]:
    """Each last change with each interested customer whom nobody has talked with about it since."""
    branch_id, stamp = scope.branch_of(viewer), sources.desk.stamp()
    days = timedelta(days=sources.catalog.policy.inform_days)
    for turn in last_turns(desk_status.known(sources.desk), branch_id, stamp - days, stamp):
        for talk in interested_in(sources.desk, turn.product_code, branch_id, now - days):
            is_theirs = viewer.role == "manager" or talk.staff_id == viewer.staff_id
            if is_theirs and talk.result in INTERESTED and talk.recorded_at < turn.at:
                permits.admit_customer(talk.customer_id)
                yield turn, talk


def line(
    sources: Sources, viewer: Viewer, turn: Turn, hit: Hit, talked_by: str, now: datetime, language: Language
) -> InformLine | None:
    """The line as it is shown; None for somebody who has died."""
    portrait = brought_up_to_date(
        read_portrait(sources, hit.customer_id), since(sources, viewer, hit.customer_id, now)
    )
    product = sources.catalog.products.get(turn.product_code)
    if portrait.deceased or product is None:
        return None
    spoken = spoken_language(portrait.language, language)
    talk = sources.catalog.desk_lines[f"inform_{turn.why}"].talk[spoken]
    return InformLine(
        status_id=turn.status_id,
        customer=hit,
        product_name=product.name[language],
        why=turn.why,
        at=sources.bank_time(turn.at),
        talked_by=talked_by,
        sentence=say(talk, "seated", {}, sources.catalog),
        may_call=may_call(portrait),
    )


def may_call(portrait: Portrait) -> bool:
    """May the customer be called about it? In person they are always told."""
    return portrait.has_marketing_consent and not portrait.has_open_complaint


@for_viewer
def settle(
    sources: Sources, viewer: Viewer, status_id: str, customer_id: str, result: Result, now: datetime
) -> None:
    """Write that the customer was told or need not be; AccessRefused where it is another's or settled."""
    listed = {(turn.status_id, talk.customer_id) for turn, talk in concerned(sources, viewer, now)}
    happening = Happening(
        viewer, "inform", result, customer_id=customer_id, details={"change": status_id, "result": result}
    )
    is_listed = (status_id, customer_id) in listed
    if not is_listed or not desk_status.settle(sources.desk, status_id, customer_id, result, happening):
        raise AccessRefused("unknown_inform", "This was settled already.", "Look at the list again.")
