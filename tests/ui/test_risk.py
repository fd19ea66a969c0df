"""The risk page: new flags, cases, steps asked twice, and nothing for any other role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data.catalog import load_catalog
from lobby.data.desk import open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.viewer import Role, Viewer
from lobby.services.sources import Sources
from tests.services.flagged import flagged_home
from tests.ui.conftest import popovers, words_of
from tests.ui.fakes import FakeHouse

OpenApp = Callable[..., AppTest]
FIRST = Viewer("R1", "梁正", "risk", "b1", frozenset(), "test")
SECOND = Viewer("R2", "钟岩", "risk", "b1", frozenset(), "test")
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    opened = Warehouse(flagged_home(tmp_path_factory.mktemp("flagged")))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def sources(house: FakeHouse, warehouse: Warehouse, tmp_path: Path) -> Iterator[Sources]:
    """The flagged bank behind the page."""
    desk = open_desk(tmp_path, lambda: MOMENT)
    house.sources = Sources(warehouse, desk, load_catalog(), Settings(home=tmp_path), lambda: MOMENT)
    yield house.sources
    desk.close()


def presses(app: AppTest) -> list[str]:
    """What the buttons that ask again are called, the person's own menu left out."""
    return popovers(app)[1:]


def take(app: AppTest, state: str, note: str) -> AppTest:
    """Press a step, write why, confirm."""
    (subject,) = {
        str(one.key).removeprefix("rows_") for one in app.button if str(one.key).startswith("rows_")
    }
    app.session_state[f"{state}_{subject}"] = True
    app.run()
    app.text_area(key=f"note_{state}_{subject}").set_value(note)
    app.button(key=f"confirm_{state}_{subject}").click().run()
    assert not app.exception
    return app


def test_a_flag_says_what_who_and_why_and_opens_its_rows(open_app: OpenApp) -> None:
    app = open_app("risk", viewer=FIRST)
    shown = words_of(app).replace("\\", "")
    assert "同一账户代还多笔房贷" in shown
    assert "陈** c03、孙* c07、周* c08、张* c11" in shown
    assert "示例花园：3 位借款人、3 笔贷款由同一账户还款" in shown

    app.button(key="rows_shared_repayment_a12/示例花园").click().run()

    rows = app.table[0].value
    assert rows.columns.tolist() == ["日期", "账户", "对方", "金额"]
    assert rows["对方"].tolist() == ["a06", "a23", "a28"]
    assert [amount.replace("\\", "") for amount in rows["金额"]] == ["¥5,250.00", "¥4,500.00", "¥1,000.00"]


def test_a_case_is_opened_confirmed_and_held_by_two_people(open_app: OpenApp) -> None:
    app = take(open_app("risk", viewer=FIRST), "open", "three loans, one payer")
    assert "新提示" not in words_of(app)
    app = take(app, "confirmed", "the payer is the developer")
    assert "冻结申请须由另一位同事提出。" in words_of(app)
    assert presses(app) == []

    app = take(open_app("risk", viewer=SECOND), "hold_asked", "asked operations")

    shown = words_of(app)
    assert "目前没有待核查的提示" in shown
    assert "已办结 1" in shown


def test_a_step_without_a_note_is_refused_calmly(open_app: OpenApp) -> None:
    app = take(open_app("risk", viewer=FIRST), "open", " ")
    assert "请先写明依据" in words_of(app)
    assert "新提示 1" in words_of(app)


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "en"])
def test_the_page_speaks_every_language(open_app: OpenApp, language: str) -> None:
    app = take(open_app("risk", viewer=FIRST, language=language), "open", "seen")
    assert "risk." not in words_of(app).replace("\\", "")
    said = {"zh_Hans": "确认可疑 排除嫌疑", "zh_Hant": "確認可疑 排除嫌疑", "en": "Confirm Clear"}
    assert " ".join(presses(app)) == said[language]


@pytest.mark.parametrize("role", sorted(set(get_args(Role)) - {"risk"}))
def test_no_other_role_has_the_page(open_app: OpenApp, role: Role, sources: Sources) -> None:
    app = open_app("risk", viewer=Viewer("S9", "李敏", role, "b1", frozenset(), "test"))
    shown = words_of(app)
    assert "风险提示与核查" not in shown
    assert "同一账户代还" not in shown
    assert sources.desk.audited(1) == ()
