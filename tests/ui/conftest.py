"""A page of the app, run in this process against a bank worked out by hand, or the tiny bank."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data.desk import open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.referrals import tally
from lobby.domain.viewer import Language, Viewer
from lobby.services import alerts, complaints, referrals, serving
from lobby.services.board import Board
from lobby.services.referrals import Referrals
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.ui import arrival_list, live_link, session
from tests.portraits import CATALOG
from tests.ui.fakes import LOBBY, NOW, FakeHouse

APP = Path(__file__).parents[2] / "app.py"
SCRIPT = f"import runpy\nrunpy.run_path({str(APP)!r})\n"  # beside no pages folder, as the server runs it
WAIT_SECONDS = 20
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)
THE_REFERRALS = referrals.referrals


def referred(sources: Sources | None, viewer: Viewer, now: datetime, language: Language) -> Referrals:
    """None, where there is no desk store behind the page."""
    if sources is None:
        return Referrals((), (), tally((), viewer.staff_id), 90)
    return THE_REFERRALS(sources, viewer, now, language)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> FakeHouse:
    """The bank the pages ask; change it before the page runs."""
    fake = FakeHouse()
    monkeypatch.setattr(session, "house", lambda: fake)
    monkeypatch.setattr(live_link, "show", lambda t, **told: None)
    monkeypatch.setattr(live_link, "hear", lambda name, topics, tokens, again: None)
    monkeypatch.setattr(arrival_list, "board", lambda sources, viewer, now: Board(()))
    monkeypatch.setattr(alerts, "open_alerts", lambda sources, viewer: ())
    monkeypatch.setattr(complaints, "calls", lambda sources, viewer, now: ())
    monkeypatch.setattr(serving, "waiting_of", lambda sources, viewer, customer_id: None)
    monkeypatch.setattr(referrals, "referrals", referred)
    return fake


@pytest.fixture(scope="session")
def warehouse(tiny_home: Path) -> Iterator[Warehouse]:
    """The tiny bank's portrait; what is read of it once serves every test."""
    opened = Warehouse(tiny_home)
    yield opened
    opened.close()


@pytest.fixture
def policy() -> Mapping[str, object]:
    """What the policy says otherwise in a module of tests."""
    return {}


@pytest.fixture
def sources(
    house: FakeHouse,
    warehouse: Warehouse,
    tmp_path: Path,
    policy: Mapping[str, object],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Sources]:
    """The tiny bank behind the page, with a desk store of its own."""
    desk = open_desk(tmp_path, lambda: MOMENT)
    catalog = replace(CATALOG, policy=replace(CATALOG.policy, **policy)) if policy else CATALOG
    house.sources = Sources(warehouse, desk, catalog, Settings(home=tmp_path), lambda: MOMENT)
    monkeypatch.setattr(house, "branch_names", house.sources.branch_names)
    yield house.sources
    desk.close()


@pytest.fixture
def open_app(house: FakeHouse) -> Callable[..., AppTest]:
    """The app as a signed-in person sees it."""

    def run(
        page: str = "board",
        viewer: Viewer | None = LOBBY,
        language: Language = "zh_Hans",
        customer_id: str | None = None,
    ) -> AppTest:
        app = AppTest.from_string(SCRIPT, default_timeout=WAIT_SECONDS)
        app.session_state["language"] = language
        if viewer is not None:
            app.session_state["viewer"] = viewer
        if customer_id is not None:
            app.session_state["visit"] = Visit(f"V-{customer_id}", customer_id, NOW)
        if page != "board":
            app.session_state["go_to"] = page
        app.run()
        assert not app.exception
        return app

    return run


def popovers(app: AppTest) -> list[str]:
    """What the presses say that open something."""
    return [one.proto.popover.label for one in app.get("popover")]


def words_of(app: AppTest) -> str:
    """Every word that stands on the page."""
    shown = [
        one.value
        for kind in ("markdown", "caption", "title", "header", "subheader", "info", "warning")
        for one in app.get(kind)
    ]
    shown += [one.label for one in app.button]
    shown += [f"{one.label} {one.value}" for one in app.metric]
    shown += [one.label for one in app.get("expander")]
    return "\n".join(str(text) for text in shown)
