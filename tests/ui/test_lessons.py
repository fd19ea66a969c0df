"""The mobile-banking checklist, the loan card and the branch's coverage on their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data.catalog import load_catalog
from lobby.data.desk import Happening, open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.viewer import Role, Viewer
from lobby.services.loan_card import loan_card
from lobby.services.sources import Sources
from lobby.services.views import CustomerView, ServiceLine
from lobby.services.visits import open_customer
from tests.portraits import CATALOG, portrait
from tests.ui.conftest import words_of
from tests.ui.fakes import FakeHouse

OpenApp = Callable[..., AppTest]
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture
def sources(house: FakeHouse, tiny_home: Path, tmp_path: Path) -> Iterator[Sources]:
    """The tiny bank behind the page."""
    warehouse, desk = Warehouse(tiny_home), open_desk(tmp_path, lambda: MOMENT)
    house.sources = Sources(warehouse, desk, load_catalog(), Settings(home=tiny_home), lambda: MOMENT)
    yield house.sources
    desk.close()
    warehouse.close()


def person(role: Role) -> Viewer:
    return Viewer("S9", "王颖", role, "b1", frozenset(), "test")


def changed(house: FakeHouse, monkeypatch: pytest.MonkeyPatch, **more: Any) -> None:
    """Let the customer's page show `more`."""
    plain = house.look

    def look(*asked: Any) -> tuple[CustomerView, Happening]:
        view, decided = plain(*asked)
        return replace(view, **more), decided

    monkeypatch.setattr(house, "look", look)


def taught(open_app: OpenApp, sources: Sources, role: Role) -> AppTest:
    app = open_app("customer", viewer=person(role), customer_id="c01")
    app.session_state["visit"] = open_customer(sources, person(role), "c01", reason="asked for")
    app.session_state["fold_services"] = True
    app.run()
    assert not app.exception
    return app


LINES = (ServiceLine("mobile_bank", "手机银行开通与教会", (), "我陪您点一遍。"),)


def test_a_tap_ticks_an_item_and_another_takes_it_back(
    open_app: OpenApp, house: FakeHouse, sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(house, monkeypatch, services=LINES)
    app = taught(open_app, sources, "lobby")
    assert app.button(key="lesson_balance").label == "查余额"
    app.button(key="lesson_balance").click().run()
    assert app.button(key="lesson_balance").label == "查余额 11-20"
    assert "看他自己会不会登录" in words_of(app)
    app.button(key="lesson_balance").click().run()
    assert app.button(key="lesson_balance").label == "查余额"
    assert len(sources.desk.audited(9, action="lesson")) == 2


def test_who_serves_no_customers_cannot_tick(
    open_app: OpenApp, house: FakeHouse, sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(house, monkeypatch, services=LINES)
    app = taught(open_app, sources, "auditor")
    assert app.button(key="lesson_balance").disabled


def test_the_loan_card_asks_first(
    open_app: OpenApp, house: FakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = loan_card(portrait(fits_small_loan=True), CATALOG, {}, "zh_Hans", "zh_Hans")
    changed(house, monkeypatch, loan_card=card)
    app = open_app("customer", customer_id="C0000001")
    assert "先问需要，用不上就不借" in words_of(app)
    assert "手机上" not in words_of(app)
    app.session_state["fold_loan_card"] = True
    app.run()
    told = words_of(app)
    assert told.index("近来手头有没有") < told.index("手机上 5 步") < told.index("请合理借贷")
    assert "5. 本人签约确认" in told


def test_without_a_card_nothing_stands_there(open_app: OpenApp) -> None:
    assert "用不上就不借" not in words_of(open_app("customer", customer_id="C0000001"))


def test_a_manager_opens_the_coverage_under_the_leads(open_app: OpenApp, sources: Sources) -> None:
    app = open_app("leads", viewer=person("manager"))
    assert "长尾覆盖、忠诚度和教学" in words_of(app)
    app.session_state["fold_coverage"] = True
    app.run()
    assert not app.exception
    states, groups = app.table[-2:]
    assert list(states.value["状态"]) == ["联系不上", "联系过多", "沉睡", "从未联系", "可联系"]
    assert next(iter(groups.value["指数"])) == "53.3"
    assert "90 天内教了 0 人" in words_of(app)
