"""The scenarios page: ranked cards, who is in one and why, tags as filters, and nothing for other roles."""

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
from lobby.services.scenarios import in_force
from lobby.services.sources import Sources
from tests.ui.conftest import words_of
from tests.ui.fakes import HEAD_OFFICE, FakeHouse

OpenApp = Callable[..., AppTest]
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def warehouse(tiny_home: Path) -> Iterator[Warehouse]:
    opened = Warehouse(tiny_home)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def sources(house: FakeHouse, warehouse: Warehouse, tmp_path: Path) -> Iterator[Sources]:
    """The tiny bank behind the page."""
    desk = open_desk(tmp_path, lambda: MOMENT)
    house.sources = Sources(warehouse, desk, load_catalog(), Settings(home=tmp_path), lambda: MOMENT)
    yield house.sources
    desk.close()


def cards(app: AppTest) -> list[str]:
    return [one.label for one in app.get("expander")]


def open_card(app: AppTest, code: str) -> AppTest:
    app.session_state[f"fold_card_{code}"] = True
    app.run()
    assert not app.exception
    return app


def test_the_card_worth_most_comes_first_and_one_that_holds_for_nobody_says_so(open_app: OpenApp) -> None:
    shown = cards(open_app("scenarios", viewer=HEAD_OFFICE))
    assert shown[0].startswith("**存款/理财到期** :gray[触发 · 价值 5 · 契合 5 · 现有客户 4]")
    assert "无人命中" in shown[3]
    assert len(shown) == 20
    assert "还有 33 张" in words_of(open_app("scenarios", viewer=HEAD_OFFICE))


def test_a_category_leaves_its_cards(open_app: OpenApp) -> None:
    app = open_app("scenarios", viewer=HEAD_OFFICE)
    app.selectbox(key="scenario_category").set_value("rent").run()
    assert [label.split("**")[1] for label in cards(app)] == [
        "租转购",
        "入职押一付三",
        "续租换租",
        "公积金付房租",
    ]


def say_why(app: AppTest, of: str) -> AppTest:
    """Type why the list is needed, and have it."""
    app.text_input(key=f"stated_{of}").set_value("核对到期客户")
    return app.button(key=f"state_{of}").click().run()


def test_f3_who_is_in_a_card_is_named_after_a_typed_reason_for_that_card_and_a_while(
    open_app: OpenApp, sources: Sources
) -> None:
    app = open_card(open_app("scenarios", viewer=HEAD_OFFICE), "TRG2")
    assert "先写为什么要看" in words_of(app)
    assert "事件：存款到期" not in words_of(app)
    app.button(key="state_scenarios.members TRG2").click().run()
    assert "事件：存款到期" not in words_of(app)  # nothing typed
    app = say_why(app, "scenarios.members TRG2")
    assert "事件：存款到期" in words_of(app)
    asked = sources.desk.audited(1, action="scenario", reason="核对到期客户")
    assert [row["details"]["scenario"] for row in asked] == ["TRG2"]
    ((reason, at),) = app.session_state["stated"].values()
    app.session_state["stated"] = {"scenarios.members TRG2": (reason, at - 15 * 60)}
    app.run()
    assert "事件：存款到期" not in words_of(app)
    assert sources.desk.audited(1, result="why_needed") == ()  # the page does not even ask


def test_an_open_card_says_what_it_offers_who_is_in_it_and_why(open_app: OpenApp, sources: Sources) -> None:
    app = open_card(open_app("scenarios", viewer=HEAD_OFFICE), "TRG2")
    shown = words_of(say_why(app, "scenarios.members TRG2"))
    assert "主推与备选：整存整取定期存款" in shown
    assert "消费借款：不得提借款" in shown
    assert "您有一项业务近期要处理。" in shown
    assert "事件：存款到期" in shown
    assert "近 90 天还没有就它推荐的产品记下谈话。" in shown
    assert "c01" not in shown
    (looked,) = [row for row in sources.desk.audited(9, action="scenario") if "scenario" in row["details"]]
    assert dict(looked["details"])["scenario"] == "TRG2"


def test_one_press_switches_a_card_off_and_says_so(open_app: OpenApp, sources: Sources) -> None:
    app = open_card(open_app("scenarios", viewer=HEAD_OFFICE), "TRG2")
    app.button(key="switch_TRG2").click().run()
    assert "已停用" in cards(app)[0]
    assert open_card(app, "TRG2").button(key="switch_TRG2").label == "启用这张卡"
    assert not in_force(sources).cards.scenarios["TRG2"].is_on


def test_the_cards_that_hold_for_nobody_are_a_choice(open_app: OpenApp) -> None:
    app = open_app("scenarios", viewer=HEAD_OFFICE)
    app.selectbox(key="scenario_category").set_value("never").run()
    assert all("无人命中" in label for label in cards(app))
    app.selectbox(key="scenario_category").set_value("broad").run()
    assert cards(app) == []


def test_of_a_sensitive_card_nobody_is_listed(open_app: OpenApp) -> None:
    app = open_app("scenarios", viewer=HEAD_OFFICE)
    app.selectbox(key="scenario_category").set_value("medical").run()
    assert "敏感场景只显示人数" in words_of(open_card(app, "MED1"))


def test_tags_filter_the_customers(open_app: OpenApp) -> None:
    app = open_app("scenarios", viewer=HEAD_OFFICE)
    app.button(key="view_tags").click().run()
    assert "**八成以上是存款** 7 (58%)" in words_of(app)
    app.multiselect(key="tags_chosen").set_value(["deposit_heavy", "age_65_over"]).run()
    assert "同时具备的客户" not in words_of(app)
    app = say_why(app, "scenarios.tagged age_65_over deposit_heavy")
    assert "同时具备的客户（前 1 位）" in words_of(app)
    app.multiselect(key="tags_chosen").set_value(["age_18_24", "age_65_over"]).run()
    app = say_why(app, "scenarios.tagged age_18_24 age_65_over")
    assert "没有客户同时具备这些标签。" in words_of(app)


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "en"])
@pytest.mark.parametrize("view", ["cards", "tags"])
def test_the_page_speaks_every_language(open_app: OpenApp, language: str, view: str) -> None:
    app = open_app("scenarios", viewer=HEAD_OFFICE, language=language)
    app.button(key=f"view_{view}").click().run()
    if view == "cards":
        app = open_card(app, "TRG2")
    shown = words_of(app).replace("\\", "")
    unsaid = ("scenarios.", "tags.", "fact.", "loan_fit.", "decision_stage.", "speak.")
    assert [word for word in unsaid if word in shown] == []


@pytest.mark.parametrize("role", sorted(set(get_args(Role)) - {"head_office"}))
def test_no_other_role_has_the_page(open_app: OpenApp, role: Role, sources: Sources) -> None:
    app = open_app("scenarios", viewer=Viewer("S9", "李敏", role, "b1", frozenset(), "test"))
    shown = words_of(app)
    assert "场景与标签" not in shown
    assert "礼金集中到账" not in shown
    assert sources.desk.audited(1, action="scenario") == ()
