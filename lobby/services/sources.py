"""Everything a service may ask: portrait, desk store, the bank's catalogue, settings, time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from lobby.data.audit_sink import sink_of
from lobby.data.catalog import load_catalog
from lobby.data.desk import Clock, Desk, open_desk
from lobby.data.desk_shipping import require_sent
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.catalogue import Catalog
from lobby.domain.clock import bank_now, bank_time, zone_of


@dataclass(frozen=True)
class Sources:
    """What a process works with; `portraits` waits for the first build, `clock` gives aware times."""

    portraits: Warehouse
    desk: Desk
    catalog: Catalog
    settings: Settings
    clock: Clock

    @property
    def has_portrait(self) -> bool:
        """Is there a portrait this program can read?"""
        return self.portraits.version is not None

    @property
    def currency(self) -> str:
        """The feed's own currency."""
        return self.portraits.manifest.currency

    def now(self) -> datetime:
        """The bank's own time, for today's rules: frozen to the business date where the feed says so."""
        manifest = self.portraits.manifest
        return bank_now(
            self.clock(),
            clock=manifest.clock,
            timezone=manifest.timezone,
            business_date=manifest.business_date,
        )

    @property
    def zone(self) -> ZoneInfo:
        """The bank's time zone."""
        return zone_of(self.portraits.manifest.timezone)

    def bank_time(self, at: datetime) -> datetime:
        """A moment on the desk's clock as the bank reads it, whose today may be the business date."""
        manifest = self.portraits.manifest
        return bank_time(
            at,
            self.clock(),
            clock=manifest.clock,
            timezone=manifest.timezone,
            business_date=manifest.business_date,
        )

    def branch_names(self) -> Mapping[str, str]:
        """Branch names by id, read once per portrait; empty before the first build."""
        return names_of_branches(self.portraits, self.portraits.fingerprint) if self.has_portrait else {}

    def close(self) -> None:
        """Let go of every file."""
        self.desk.close()
        self.portraits.close()


@lru_cache(maxsize=2)
def names_of_branches(portraits: Warehouse, fingerprint: str) -> Mapping[str, str]:
    """Branch names by id in the portrait that `fingerprint` names."""
    return {str(row["branch_id"]): str(row["name"]) for row in portraits.rows("staff_branches")}


def open_sources(settings: Settings, clock: Clock, *, is_verified: bool = True) -> Sources:
    """The sources of LOBBY_HOME; `clock` is read by the desk store and for the bank's own time.

    Without `is_verified` a portrait is not read through before it is used, for an answer or two.
    """
    sources = Sources(
        portraits=Warehouse(
            settings.home,
            memory=settings.read_memory,
            threads=settings.read_threads,
            seconds=settings.read_seconds,
            is_verified=is_verified,
        ),
        desk=open_desk(settings.home, clock, url=settings.desk_address()),
        catalog=load_catalog(policy=settings.policy),
        settings=settings,
        clock=clock,
    )
    require_copy(sources)
    return sources


def require_copy(sources: Sources) -> None:
    """Let the desk take no write while the audit's copy outside is behind, where the bank wants that."""
    sink, policy = sources.settings.audit_sink, sources.catalog.policy
    if sink is None:
        return
    sink_of(sink)
    if policy.audit_sink_required:
        within = timedelta(seconds=policy.audit_sink_seconds)
        sources.desk.before_writing = partial(require_sent, sources.desk, sink, within)
