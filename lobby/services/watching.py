"""What open screens must hear of at once: per topic a token that is another one after every change.

Also of a change that another server made on the same desk store, and of one whose time has come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lobby.data import (
    desk_alerts,
    desk_arrivals,
    desk_bulletins,
    desk_campaigns,
    desk_complaints,
    desk_consents,
    desk_duty,
    desk_handover,
    desk_leads,
    desk_levers,
    desk_referrals,
    desk_status,
)
from lobby.domain.arrivals import Change
from lobby.domain.errors import DeskError
from lobby.services.permission import for_house
from lobby.services.sources import Sources
from lobby.services.speed import Speed

TOPICS: Mapping[str, Callable[[Sources], str]] = {
    "status": lambda sources: desk_status.token(sources.desk, sources.desk.stamp()),
    "consent": lambda sources: desk_consents.token(sources.desk),
    "referral": lambda sources: desk_referrals.token(sources.desk),
    "complaint": lambda sources: desk_complaints.token(sources.desk),
    "campaign": lambda sources: desk_campaigns.token(sources.desk),
    "lever": lambda sources: desk_levers.token(sources.desk),
    "duty": lambda sources: desk_duty.token(sources.desk),
    "bulletin": lambda sources: desk_bulletins.token(sources.desk),
    "alert": lambda sources: desk_alerts.token(sources.desk),
    "handover": lambda sources: desk_handover.token(sources.desk),
}


@for_house
def look(sources: Sources) -> tuple[dict[str, str], Sequence[Change]]:
    """Every topic's token and each board's last change; nothing while the desk store does not answer."""
    try:
        worked = desk_leads.tokens(sources.desk)
        leads = {f"lead:{branch_id}": worked.get(branch_id, "0") for branch_id in sources.branch_names()}
        asked = {topic: ask(sources) for topic, ask in TOPICS.items()}
        return asked | leads, desk_arrivals.changes(sources.desk)
    except DeskError:
        return {}, ()


@dataclass
class Watching:
    """The tokens as of the last look; `version` names the portrait that is served.

    `speed` keeps how long it took until screens had drawn who came.
    """

    sources: Sources
    version: Callable[[], str | None]
    tokens: Mapping[str, str] = field(default_factory=dict)
    arrivals: Mapping[str, Change] = field(default_factory=dict)
    speed: Speed = field(default_factory=Speed)

    def look(self) -> Mapping[str, str]:
        """Look once at everything; while the desk store does not answer its tokens stay."""
        found, changes = look(self.sources)
        self.arrivals = {**self.arrivals, **{f"arrival:{one.branch_id}": one for one in changes}}
        found |= {topic: str(one.version) for topic, one in self.arrivals.items()}
        self.tokens = {**self.tokens, "portrait": self.version() or "none", **found}
        return self.tokens

    def seen(self, topic: str, token: str) -> None:
        """A screen has drawn this token: where it is that of an arrival, note how long that took."""
        change = self.arrivals.get(topic)
        if change is not None and change.announced_at is not None and token == str(change.announced_version):
            self.speed.note(change.branch_id, change.announced_at, self.sources.desk.stamp())
