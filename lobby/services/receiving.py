"""What machines announce: each message once, by the keys that may, and no word back of who is a customer.

A known customer and a stranger get the same answer. The audit keeps ids, and refusals of signed messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from lobby.data import desk_arrivals
from lobby.data.desk import Happening
from lobby.data.desk_nonces import MACHINE, use_once
from lobby.domain.arrivals import Announcement, IdentifiedBy, Source, ticket_as_kept
from lobby.domain.errors import DeskError, MessageRefused
from lobby.domain.signing import ApiKey
from lobby.domain.viewer import Viewer
from lobby.services.arrivals import record, start_of_day
from lobby.services.consents import face_stands
from lobby.services.permission import for_house
from lobby.services.sources import Sources

AHEAD = timedelta(minutes=5)
Move = Literal["called", "served", "left"]

REFUSALS: Mapping[str, tuple[str, str]] = {
    "replayed": ("This nonce was used before.", "Sign every sending anew, with a nonce of its own."),
    "source_not_allowed": ("source: this key may not announce it.", "Use the key of that machine."),
    "branch_not_allowed": ("branch_id: this key may not speak for it.", "Use the key of that branch."),
    "unknown_branch": ("branch_id: there is no such branch.", "Check the number."),
    "wrong_time": ("The time in it is hours ago or to come.", "Set the sender's clock and send the offset."),
    "face_off": (
        "source: faces are switched off.",
        "Only the bank's policy switches them on (face_arrivals).",
    ),
    "unknown_ticket": ("ticket: nobody came with it today.", "Announce the arrival first."),
    "already_over": ("state: the queue is further with this ticket.", "Nothing is to be done."),
    "key_reused": ("Another message was sent under this id.", "Give every message an id of its own."),
}


@dataclass(frozen=True)
class Came:
    """A message that somebody came; `tokens` are what they may be known by. `digest` names all it says."""

    arrival_id: str
    digest: str
    source: Source
    branch_id: str
    arrived_at: datetime
    ticket: str | None = None
    business_type: str | None = None
    tokens: Mapping[IdentifiedBy, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Moved:
    """A message that the queue went on with a ticket."""

    message_id: str
    branch_id: str
    ticket: str
    state: Move
    happened_at: datetime


@for_house
def take_nonce(sources: Sources, key: ApiKey, nonce: str) -> None:
    """Note that this key used this nonce; MessageRefused where it did before."""
    kept = timedelta(seconds=2 * sources.catalog.policy.api_window_seconds)
    if not use_once(sources.desk, key.key_id, nonce, kept):
        raise refused(sources, key, "replayed")


@for_house
def somebody_came(sources: Sources, key: ApiKey, told: Came) -> None:
    """Take the message; the same again does nothing."""
    if not key.allows_source(told.source):
        raise refused(sources, key, "source_not_allowed")
    admit(sources, key, told.branch_id, told.arrived_at)
    customer_id, known_by = who(sources, told)
    if told.source == "face" and not may_be_recognised(sources, key, customer_id):
        return
    announced = Announcement(
        arrival_id=told.arrival_id,
        digest=told.digest,
        source=told.source,
        branch_id=told.branch_id,
        arrived_at=told.arrived_at,
        ticket=ticket_as_kept(told.ticket),
        customer_id=customer_id,
        identified_by=known_by,
        business_type=told.business_type,
        appointment_id=told.tokens.get("appointment"),
    )
    with once(sources, key):
        record(sources, machine(key), announced)


@for_house
def queue_moved(sources: Sources, key: ApiKey, told: Moved) -> None:
    """Take the message of the newest arrival with this ticket; the same again does nothing."""
    admit(sources, key, told.branch_id, told.happened_at)
    ticket = ticket_as_kept(told.ticket) or ""
    since = start_of_day(sources, sources.desk.stamp())
    found = desk_arrivals.of_ticket(sources.desk, told.branch_id, ticket, since)
    if not found:
        raise refused(sources, key, "unknown_ticket")
    arrival, sent = found[-1], (told.message_id, told.happened_at)
    happening = Happening(
        machine(key), "arrival_step", told.state, arrival.customer_id,
        details={"arrival_id": arrival.arrival_id},
    )  # fmt: skip
    with once(sources, key):
        stands, _ = desk_arrivals.take_step(
            sources.desk, arrival.arrival_id, told.state, happening, sent=sent
        )
    if not stands:
        raise refused(sources, key, "already_over")


def admit(sources: Sources, key: ApiKey, branch_id: str, happened_at: datetime) -> None:
    """Refuse a branch the key may not speak for or the bank does not have, and a time that cannot be."""
    if not key.allows_branch(branch_id):
        raise refused(sources, key, "branch_not_allowed")
    if branch_id not in sources.branch_names():
        raise refused(sources, key, "unknown_branch")
    now, oldest = sources.desk.stamp(), timedelta(minutes=sources.catalog.policy.arrival_minutes)
    if not now - oldest < happened_at <= now + AHEAD:
        raise refused(sources, key, "wrong_time")


def who(sources: Sources, told: Came) -> tuple[str | None, IdentifiedBy | None]:
    """Whom the tokens stand for, and which told; nobody where they stand for several or for none."""
    found = {kind: owners(sources, kind, token) for kind, token in told.tokens.items()}
    everybody = {customer_id for owned in found.values() for customer_id in owned}
    if len(everybody) != 1:
        return None, None
    (customer_id,) = everybody
    known_by = next(kind for kind, owned in found.items() if owned)
    return customer_id, "face" if told.source == "face" else known_by


def owners(sources: Sources, kind: IdentifiedBy, token: str) -> list[str]:
    if kind == "number":
        return [token] if sources.portraits.one("customer_home", customer_id=token) else []
    rows = sources.portraits.rows("arrival_identity", kind=kind, key=token)
    return [row["customer_id"] for row in rows]


def may_be_recognised(sources: Sources, key: ApiKey, customer_id: str | None) -> bool:
    """A face announces whoever lets it, where the bank has switched that on; of others nothing is kept."""
    if not sources.catalog.policy.face_arrivals:
        raise refused(sources, key, "face_off")
    if customer_id is None:
        return False
    if face_stands(sources, customer_id):
        return True
    sources.desk.record(Happening(machine(key), "refused", "no_face_consent", customer_id))
    return False


def machine(key: ApiKey) -> Viewer:
    """Who acts in the audit."""
    return Viewer(key.key_id, key.key_id, "machine", None, device=MACHINE)


def refused(sources: Sources, key: ApiKey, code: str) -> MessageRefused:
    """The refusal, once it is in the audit."""
    sources.desk.record(Happening(machine(key), "refused", code))
    return MessageRefused(code, *REFUSALS[code])


@contextmanager
def once(sources: Sources, key: ApiKey) -> Iterator[None]:
    """Turn a key that was used for something else into a refusal."""
    try:
        yield
    except DeskError as error:
        if error.code != "key_reused":
            raise
        raise refused(sources, key, "key_reused") from error
