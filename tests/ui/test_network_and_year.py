"""Two parts over the tiny bank: who is around a customer, and the year shown to the customer."""

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
from lobby.domain.viewer import LANGUAGES, Language, Role, Viewer
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.built import tiny_home
from tests.ui.conftest import words_of
from tests.ui.fakes import FakeHouse
from tests.ui.tiny_house import keys, press

__all__ = ["tiny_home"]
OpenApp = Callable[..., AppTest]
ADVISER = Viewer("s2", "马驰", "adviser", "b1", frozenset({"wm"}), "test")
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def warehouse(tiny_home: Path) -> Iterator[Warehouse]:
    opened = Warehouse(tiny_home)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def sources(house: FakeHouse, warehouse: Warehouse, tmp_path: Path) -> Iterator[Sources]:
    """The tiny bank behind the two parts."""
    desk = open_desk(tmp_path, lambda: MOMENT)
    house.sources = Sources(warehouse, desk, load_catalog(), Settings(home=tmp_path), lambda: MOMENT)
    yield house.sources
    desk.close()


@pytest.fixture
def opened(open_app: OpenApp, sources: Sources) -> Callable[..., AppTest]:
    """The page of a customer with one part open."""

    def run(part: str, customer_id: str, viewer: Viewer = ADVISER, language: Language = "zh_Hans") -> AppTest:
        visit = open_customer(sources, viewer, customer_id, reason="test of a part")
        app = open_app("board", viewer, language)
        app.session_state["visit"] = visit
        app.session_state["go_to"] = "customer"
        app.session_state[f"fold_{part}"] = True
        app.run()
        assert not app.exception
        return app

    return run


def lines(app: AppTest) -> str:
    """Every word on the page, without the signs that keep Markdown from reading them."""
    return words_of(app).replace("\\", "")


def ties(app: AppTest) -> list[tuple[str, str]]:
    """Key and words of every relation that opens."""
    presses = [one for one in app.button if str(one.key).startswith("network_")]
    return [(str(one.key).removeprefix("network_"), one.label.replace("\\", "")) for one in presses]


def test_the_network_is_a_picture_and_a_list(opened: Callable[..., AppTest], sources: Sources) -> None:
    app = opened("network", "c01")
    told = lines(app)
    assert "**李***" in told
    assert ties(app) == [("0_household", "同一住址"), ("0_referred", "客户介绍来的 · 自 2020-07-01")]
    assert "同一住址成年人 2 位，资产合计 20万档" in told
    parts = [row["details"] for row in sources.desk.audited(9, action="part")]
    app.run()
    assert parts == [{"part": "network"}]
    assert len(sources.desk.audited(9, action="part")) == 1


def test_transfers_open_to_their_rows(opened: Callable[..., AppTest], house: FakeHouse) -> None:
    app = opened("network", "c04")
    assert ("0_paid_by", "转给客户 · 1 笔 1千以下 · 最近 11-09") in ties(app)
    app.button(key="network_0_paid_by").click().run()
    assert house.asked[-1] == ("rows", "c04", "paid_by:0")
    app.button(key="network_0_guardian").click().run()
    assert house.asked[-1] == ("rows", "c04", "guardian:0")


def test_of_a_child_and_of_another_branch_no_name_stands_there(opened: Callable[..., AppTest]) -> None:
    app = opened("network", "c05")
    told = lines(app)
    assert "刘" not in told
    assert "**只显示关系** 同一住址 · 被监护人 · 客户转出" in told
    assert [key for key, _ in ties(app) if key.startswith("0_")] == []
    corp = Viewer("s2", "马驰", "adviser", "b1", frozenset({"corp"}), "test")
    app = opened("network", "c12", corp)
    assert "**本行另一位客户**" in lines(app)
    assert ties(app)[0][0] == "0_acts_for"


@pytest.mark.parametrize("role", get_args(Role))
def test_only_advisers_and_managers_have_the_part(opened: Callable[..., AppTest], role: Role) -> None:
    app = opened("network", "c01", Viewer("s9", "何晓", role, "b1", frozenset({"corp"}), "test"))
    has_part = "关系网络" in [one.label for one in app.get("expander")]
    assert has_part == (role in ("adviser", "manager"))
    assert ("李*" in words_of(app).replace("\\", "")) == has_part


def turned(opened: Callable[..., AppTest], **asked: object) -> AppTest:
    app = opened("year", "c02", **asked)
    app.button(key="turn_year").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("viewer", [ADVISER, Viewer("s1", "何晓", "lobby", "b1", frozenset(), "test")])
def test_the_year_is_the_customers_own_and_nothing_else(
    opened: Callable[..., AppTest], viewer: Viewer
) -> None:
    told = lines(turned(opened, viewer=viewer))
    assert "我们在一起 6 年了，从 2020年7月1日 开始" in told
    assert "餐饮 1千档，1 笔，10月最多" in told
    assert "您花了 3千档" in told
    for word in (
        "先说这句",
        "暂不建议",
        "稳健储蓄",
        "王**",
        "关系网络",
        "同一住址",
        "示例科技",
        "C2",
        "金卡",
    ):
        assert word not in told, word


def test_amounts_are_exact_after_a_press_that_is_kept(
    opened: Callable[..., AppTest], house: FakeHouse
) -> None:
    app = turned(opened)
    press(app, "reveal_year_")
    assert ("reveal", "c02", "amounts", "owner", "") in house.asked
    assert "您花了 ¥3,489.38" in lines(app)


def test_the_screen_is_the_staffs_again_after_their_press_only(opened: Callable[..., AppTest]) -> None:
    app = turned(opened)
    app.run()
    assert [*keys(app, "not_this_one_"), *keys(app, "menu")] == []
    app.button(key="turn_back").click().run()
    assert len(keys(app, "not_this_one_")) == 1
    assert "我们在一起" not in words_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_customers_own_language(opened: Callable[..., AppTest], language: Language) -> None:
    assert "您的这一年" in lines(turned(opened, language=language))


def test_without_a_year_nothing_can_be_turned(opened: Callable[..., AppTest]) -> None:
    app = opened("year", "c10")
    assert "没有可以回顾的一年。" in words_of(app)
    assert [one for one in app.button if one.key == "turn_year"] == []
