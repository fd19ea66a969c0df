"""The fold of loyalty and churn: for advisers and managers, read when it is opened, nowhere in the lobby."""

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
from lobby.domain.keeping import CHURN_LEVELS, LOYALTY_PARTS
from lobby.domain.viewer import LANGUAGES, Language, Role, Viewer
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from lobby.ui.text import Words
from tests.ui.conftest import words_of
from tests.ui.fakes import FakeHouse

OpenApp = Callable[..., AppTest]
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)
TITLE = "忠诚与流失预警"


@pytest.fixture
def sources(house: FakeHouse, tiny_home: Path, tmp_path: Path) -> Iterator[Sources]:
    """The tiny bank behind the page."""
    warehouse, desk = Warehouse(tiny_home), open_desk(tmp_path, lambda: MOMENT)
    house.sources = Sources(warehouse, desk, load_catalog(), Settings(home=tiny_home), lambda: MOMENT)
    yield house.sources
    desk.close()
    warehouse.close()


def opened(
    open_app: OpenApp, sources: Sources, role: Role = "manager", customer_id: str = "c12", **more: object
) -> AppTest:
    """The customer's page with the fold open."""
    viewer = Viewer("S9", "王颖", role, "b1", frozenset(), "test")
    app = open_app("customer", viewer=viewer, customer_id=customer_id, **more)
    app.session_state["visit"] = open_customer(sources, viewer, customer_id, reason="asked for")
    app.session_state["fold_keeping"] = True
    app.run()
    assert not app.exception
    return app


def test_the_part_is_read_when_it_is_opened(open_app: OpenApp, sources: Sources) -> None:
    viewer = Viewer("S9", "王颖", "manager", "b1", frozenset(), "test")
    closed = words_of(open_app("customer", viewer=viewer, customer_id="c12"))
    assert TITLE in closed
    assert "流失预警**" not in closed
    told = words_of(opened(open_app, sources))
    assert "**流失预警** :blue-badge[低（20 分）]" in told
    assert "11-10 的投诉还没办完（20 分）" in told
    assert "先把投诉办完并回一个电话" in told
    assert "**忠诚度** **37.3**" in told
    assert "主要是服务满意度" in told
    assert "没有资料，不计入，其余按权重分摊：产品满意度 · 流程满意度 · 活动满意度" in told
    assert "不说出口" in told


def test_the_parts_and_answers_stand_in_tables(open_app: OpenApp, sources: Sources) -> None:
    parts, answers = opened(open_app, sources).table[-2:]
    assert list(parts.value["得分"]) == ["0", "20", "100", "0", "100", "0"]
    assert "平均 1 分（满分 5）" in list(parts.value["实际"])
    assert list(answers.value["评分"]) == ["1"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_part_level_and_aspect_has_words(language: Language) -> None:
    rules = load_catalog().keeping.churn.rules
    keys = [
        *(f"churn.reason.{code}" for code in rules),
        *(f"churn.level.{level}" for level in CHURN_LEVELS),
        *(f"loyalty.{word}.{part}" for word in ("part", "measure") for part in LOYALTY_PARTS),
    ]
    assert [key for key in keys if not Words(language).has(key)] == []
    facts = {"happened_on", "amount", "amount_before"}
    assert all(Words(language).placeholders(f"churn.reason.{code}") <= facts for code in rules)


@pytest.mark.parametrize("language", ["zh_Hant", "en"])
def test_every_language_has_its_words(open_app: OpenApp, sources: Sources, language: str) -> None:
    told = words_of(opened(open_app, sources, language=language))
    assert {"zh_Hant": "忠誠度", "en": "Loyalty index"}[language] in told


def test_the_long_tail_is_named(open_app: OpenApp, sources: Sources) -> None:
    told = words_of(opened(open_app, sources, customer_id="c08"))
    assert "**长尾客户** 联系不上 · 潜力低" in told


@pytest.mark.parametrize("role", ["lobby", "teller", "head_office", "risk", "auditor"])
def test_no_other_role_sees_even_its_name(open_app: OpenApp, sources: Sources, role: Role) -> None:
    told = words_of(opened(open_app, sources, role=role))
    assert [word for word in ("忠诚", "流失", "长尾") if word in told] == []
