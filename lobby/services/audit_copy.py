"""The audit's copy outside: sent while the server runs, and how far behind it is."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from lobby.data import desk_shipping
from lobby.data.audit_sink import Send, sink_of
from lobby.domain.errors import DeskError
from lobby.services.permission import at_work, for_house
from lobby.services.sources import Sources

log = logging.getLogger("lobby.audit")


@dataclass(frozen=True)
class Copy:
    """How many rows wait to be sent, and for how many seconds; `is_late`: longer than they may."""

    rows: int
    seconds: float
    is_late: bool


@for_house
def copy(sources: Sources) -> Copy | None:
    """How far the copy is behind; None where the bank has none."""
    sink = sources.settings.audit_sink
    if sink is None:
        return None
    found = desk_shipping.lag(sources.desk, sink)
    seconds = 0.0 if found.since is None else (sources.desk.stamp() - found.since).total_seconds()
    return Copy(found.rows, max(seconds, 0.0), seconds > sources.catalog.policy.audit_sink_seconds)


@dataclass
class Shipping:
    """Sends what waits, again and again; in the log once that the sink is down, and once that it is back."""

    sources: Sources
    is_down: bool = False
    send: Send | None = field(default=None)

    def go_on(self) -> bool:
        """Send everything that waits; False, for no page must hear of it."""
        sink = self.sources.settings.audit_sink
        if sink is None:
            return False
        self.send = self.send or sink_of(sink)
        try:
            with at_work("audit_copy.go_on"):
                while desk_shipping.ship(self.sources.desk, sink, self.send):
                    pass
        except (OSError, DeskError):
            if not self.is_down:
                log.error("audit_copy_down")
            self.is_down = True
            return False
        if self.is_down:
            log.warning("audit_copy_back")
        self.is_down = False
        return False
