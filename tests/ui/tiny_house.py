"""The tiny bank behind whole pages: a desk store of its own, and a clock that stands until it is moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data import desk_outcomes
from lobby.data.catalog import load_catalog
from lobby.data.desk import open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.outcomes import Outcome
from lobby.domain.since import Since
from lobby.domain.viewer import Language, Viewer
from lobby.services import alerts, complaints, customer, decisions, leaving, products, serving
from lobby.services.board import board as the_board
from lobby.services.decisions import Decided
from lobby.services.since import since_opened
from lobby.services.sources import Sources
from lobby.services.staff import viewer as viewer_of
from lobby.services.views import CustomerView, Hit, Visit
from lobby.services.visits import open_customer, recently_opened
from lobby.ui import arrival_list, session
from tests.desk_stores import Watch
from tests.ui.fakes import FakeHouse

OpenApp = Callable[..., AppTest]
THE_CALLS, THE_WAITING, THE_ALERTS = complaints.calls, serving.waiting_of, alerts.open_alerts


@dataclass
class TinyHouse(FakeHouse):
    """The tiny bank behind the whole customer page."""

    def open_sources(self) -> Sources:
        assert self.sources is not None
        return self.sources

    def look(
        self, viewer: Viewer, visit: Visit, language: Language, changed: Since
    ) -> tuple[CustomerView, Decided | None]:
        return customer.look(self.open_sources(), viewer, visit, self.now(), language, changed)

    def close(self, viewer: Viewer, visit: Visit) -> None:
        leaving.close(self.open_sources(), viewer, visit)

    def recently_opened(self, viewer: Viewer) -> tuple[Hit, ...]:
        return recently_opened(self.open_sources(), viewer, self.now())

    def since(self, viewer: Viewer, visit: Visit) -> Since:
        return since_opened(self.open_sources(), viewer, visit, self.now())

    def keep_decision(self, decided: Decided | None) -> None:
        decisions.keep_decision(self.open_sources(), decided)

    def product_names(self, language: Language) -> Mapping[str, str]:
        return products.product_names(self.open_sources(), language)

    def now(self) -> datetime:
        return self.open_sources().now()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def bank(
    house: FakeHouse, monkeypatch: pytest.MonkeyPatch, tiny_home: Path, tmp_path: Path, watch: Watch
) -> Iterator[Sources]:
    warehouse, desk = Warehouse(tiny_home), open_desk(tmp_path, watch, busy_seconds=0.1)
    sources = Sources(warehouse, desk, load_catalog(), Settings(home=tiny_home), watch)
    tiny = TinyHouse(sources=sources, policy=sources.catalog.policy)  # type: ignore[arg-type]
    monkeypatch.setattr(session, "house", lambda: tiny)
    monkeypatch.setattr(arrival_list, "board", the_board)
    monkeypatch.setattr(alerts, "open_alerts", THE_ALERTS)
    monkeypatch.setattr(complaints, "calls", THE_CALLS)
    monkeypatch.setattr(serving, "waiting_of", THE_WAITING)
    yield sources
    desk.close()
    warehouse.close()


@pytest.fixture
def viewer(bank: Sources) -> Viewer:
    return viewer_of(bank, "s1", "ipad-1")


@pytest.fixture
def visit(bank: Sources, viewer: Viewer) -> Visit:
    return open_customer(bank, viewer, "c01")


@pytest.fixture
def app(open_app: OpenApp, viewer: Viewer, visit: Visit) -> AppTest:
    return opened(open_app, viewer, visit)


def opened(open_app: OpenApp, viewer: Viewer, visit: Visit) -> AppTest:
    app = open_app("board", viewer=viewer)
    app.session_state["visit"] = visit
    app.session_state["go_to"] = "customer"
    app.run()
    assert not app.exception
    return app


def keys(app: AppTest, start: str) -> list[str]:
    return [str(one.key) for one in app.button if str(one.key).startswith(start)]


def press(app: AppTest, start: str) -> AppTest:
    """Press the first button whose key begins so."""
    (key, *_) = keys(app, start)
    app.button(key=key).click().run()
    assert not app.exception
    return app


def reveal(app: AppTest, place: str = "rows", why: str = "verify") -> AppTest:
    """Open the press that lifts a mask, and tap why."""
    app.session_state[f"reveal_{place}"] = True
    app.run()
    return press(app, f"why_{why}_{place}_")


def kept(bank: Sources, customer_id: str = "c01") -> list[Outcome]:
    return list(desk_outcomes.outcomes_of(bank.desk, customer_id))
