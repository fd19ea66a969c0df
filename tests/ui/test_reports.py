"""Reporting a number as wrong, and the list of what was reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data.catalog import load_catalog
from lobby.data.desk import open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.viewer import Viewer
from lobby.services.reports import open_reports, report
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.ui.conftest import words_of
from tests.ui.fakes import FakeHouse
from tests.ui.tiny_house import keys, press

OpenApp = Callable[..., AppTest]
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)
STAFF = Viewer("S1", "李敏", "lobby", "b1", frozenset(), "test")
MANAGER = Viewer("S9", "王颖", "manager", "b1", frozenset(), "test")


@pytest.fixture
def sources(house: FakeHouse, tiny_home: Path, tmp_path: Path) -> Iterator[Sources]:
    """The tiny bank behind the page."""
    warehouse, desk = Warehouse(tiny_home), open_desk(tmp_path, lambda: MOMENT)
    house.sources = Sources(warehouse, desk, load_catalog(), Settings(home=tiny_home), lambda: MOMENT)
    yield house.sources
    desk.close()
    warehouse.close()


def test_one_tap_on_a_numbers_rows_reports_it_and_a_second_says_what_is_wrong(
    open_app: OpenApp, sources: Sources
) -> None:
    app = open_app("customer", viewer=STAFF, customer_id="c01")
    app.session_state["visit"] = open_customer(sources, STAFF, "c01")
    app.button(key="open_maturing").click().run()
    assert "截至 11-20，来自数据表“余额”" in words_of(app)

    press(app, "report_wrong_")
    assert [one.figure for one in open_reports(sources, MANAGER)] == ["maturing_30d"]

    app.button(key="open_maturing").click().run()
    assert "已记下" in words_of(app)
    assert keys(app, "report_wrong_") == []
    press(app, "report_outdated_")
    assert [one.note for one in open_reports(sources, MANAGER)] == ["outdated"]


def test_the_data_page_lists_reports_and_a_press_marks_one_handled(
    open_app: OpenApp, sources: Sources
) -> None:
    visit = open_customer(sources, STAFF, "c01")
    report(sources, STAFF, visit, "asset:time_deposit")
    app = open_app("data", viewer=MANAGER)
    shown = words_of(app)
    assert "**资产 · 定期 · 11\\-20**" in shown
    assert "c01 · S1 · 11\\-20 09\\:00" in shown

    app.button(key="handled_0").click().run()

    assert open_reports(sources, MANAGER) == ()
    assert "没有待处理的。" in words_of(app)
