"""What open screens must hear of at once: per topic a token that is another one after every change.

Also of a change that another server made on the same desk store, and of one whose time has come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lobby.data import desk_arrivals, desk_consents, desk_leads, desk_referrals, desk_status
from lobby.domain.errors import DeskError
from lobby.services.sources import Sources

TOPICS: Mapping[str, Callable[[Sources], str]] = {
    "status": lambda sources: desk_status.token(sources.desk, sources.desk.stamp()),
    "consent": lambda sources: desk_consents.token(sources.desk),
    "referral": lambda sources: desk_referrals.token(sources.desk),
    "lead": lambda sources: desk_leads.token(sources.desk),
}


@dataclass
class Watching:
    """The tokens as of the last look; `version` names the portrait that is served."""

    sources: Sources
    version: Callable[[], str | None]
    tokens: Mapping[str, str] = field(default_factory=dict)

    def look(self) -> Mapping[str, str]:
        """Look once at everything; while the desk store does not answer its tokens stay."""
        try:
            found = {topic: ask(self.sources) for topic, ask in TOPICS.items()}
            came = desk_arrivals.tokens(self.sources.desk)
            found |= {f"arrival:{branch_id}": token for branch_id, token in came.items()}
        except DeskError:
            found = {}
        self.tokens = {**self.tokens, "portrait": self.version() or "none", **found}
        return self.tokens
