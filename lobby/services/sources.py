"""Everything a service may ask: portrait, desk store, the bank's catalogue, settings, time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lobby.data.catalog import load_catalog
from lobby.data.desk import Clock, Desk, open_desk
from lobby.data.home import Home
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.catalogue import Catalog
from lobby.domain.clock import bank_now
from lobby.domain.errors import BuildError


@dataclass(frozen=True)
class Sources:
    """What a process works with; `warehouse` is None before the first build, `clock` gives aware times."""

    warehouse: Warehouse | None
    desk: Desk
    catalog: Catalog
    settings: Settings
    clock: Clock

    @property
    def portraits(self) -> Warehouse:
        """The served portrait; BuildError before the first build."""
        if self.warehouse is None:
            raise BuildError(
                "no_portrait", "No portrait has been built yet.", "Run `lobby build --feed DIR` first."
            )
        return self.warehouse

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

    def close(self) -> None:
        """Let go of every file."""
        self.desk.close()
        if self.warehouse is not None:
            self.warehouse.close()


def open_sources(settings: Settings, clock: Clock) -> Sources:
    """The sources of LOBBY_HOME; `clock` is read by the desk store and for the bank's own time."""
    has_portrait = Home(settings.home).current_version() is not None
    return Sources(
        warehouse=open_warehouse(settings) if has_portrait else None,
        desk=open_desk(settings.home, clock),
        catalog=load_catalog(),
        settings=settings,
        clock=clock,
    )


def open_warehouse(settings: Settings) -> Warehouse:
    return Warehouse(
        settings.home,
        memory=settings.read_memory,
        threads=settings.read_threads,
        seconds=settings.read_seconds,
    )
