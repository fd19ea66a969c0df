"""A page of the app, run in this process against a bank worked out by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lobby.domain.viewer import Language, Viewer
from lobby.services import complaints, serving
from lobby.services.board import Board
from lobby.services.views import Visit
from lobby.ui import arrival_list, live_link, session
from tests.ui.fakes import LOBBY, NOW, FakeHouse

APP = Path(__file__).parents[2] / "app.py"
SCRIPT = f"import runpy\nrunpy.run_path({str(APP)!r})\n"  # beside no pages folder, as the server runs it
WAIT_SECONDS = 20


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> FakeHouse:
    """The bank the pages ask; change it before the page runs."""
    fake = FakeHouse()
    monkeypatch.setattr(session, "house", lambda: fake)
    monkeypatch.setattr(live_link, "show", lambda t, **told: None)
    monkeypatch.setattr(live_link, "hear", lambda name, topics, tokens, again: None)
    monkeypatch.setattr(arrival_list, "board", lambda sources, viewer, now: Board(()))
    monkeypatch.setattr(complaints, "calls", lambda sources, viewer, now: ())
    monkeypatch.setattr(serving, "waiting_of", lambda sources, viewer, customer_id: None)
    return fake


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
