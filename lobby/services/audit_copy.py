"""The audit's copy outside: sent while the server runs, and how far behind it is."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, field

from lobby.data import desk_shipping
from lobby.data.audit_sink import Send, sink_of
from lobby.domain.errors import DeskError
from lobby.services.permission import at_work, for_house
from lobby.services.sources import Sources

log = logging.getLogger("lobby.audit")


@dataclass(frozen=True)
class Copy:
    """How many rows wait to be sent, and for how many seconds; `is_late`: longer than they may.

    `is_down`: the last attempt failed.
    """

    rows: int
    seconds: float
    is_late: bool
    is_down: bool = False


@for_house
def copy(sources: Sources) -> Copy | None:
    """How far the copy is behind; None where the bank has none."""
    sink = sources.settings.audit_sink
    if sink is None:
        return None
    found = desk_shipping.lag(sources.desk, sink)
    seconds = 0.0 if found.since is None else (sources.desk.stamp() - found.since).total_seconds()
    is_late = seconds > sources.catalog.policy.audit_sink_seconds
    return Copy(found.rows, max(seconds, 0.0), is_late, desk_shipping.is_down(sources.desk))


@dataclass
class Shipping:
    """Sends what waits, again and again; told once that the sink is down, and once that it is back.

    Both are in the log, and an alert stands for as long; `is_down` None: nothing was sent yet.
    """

    sources: Sources
    is_down: bool | None = None
    send: Send | None = field(default=None)

    def go_on(self) -> bool:
        """Send everything that waits; False, for no page must hear of it."""
        sink = self.sources.settings.audit_sink
        if sink is None:
            return False
        self.send = self.send or sink_of(sink)
        with at_work("audit_copy.go_on"), suppress(DeskError):
            try:
                while desk_shipping.ship(self.sources.desk, sink, self.send):
                    pass
            except OSError:
                self.found(sink, is_down=True)
            else:
                self.found(sink, is_down=False)
        return False

    def found(self, sink: str, *, is_down: bool) -> None:
        """Tell what is otherwise than at the last time; a desk that does not take it is told the next."""
        if is_down == self.is_down:
            return
        if is_down:
            log.error("audit_copy_down")
            desk_shipping.tell_down(self.sources.desk, sink)
        else:
            desk_shipping.tell_back(self.sources.desk)
            if self.is_down:
                log.warning("audit_copy_back")
        self.is_down = is_down
