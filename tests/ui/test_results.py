"""The results page: both groups side by side, whether it can be told; nothing of small groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data import desk_decisions
from lobby.data.desk import Happening
from lobby.data.desk_decisions import Offered, Record
from lobby.domain.results import Offer
from lobby.domain.viewer import LANGUAGES, Language, Role, Viewer
from lobby.services.sources import Sources
from tests.ui.conftest import words_of
from tests.ui.fakes import HEAD_OFFICE

pytestmark = pytest.mark.usefixtures("sources")
OpenApp = Callable[..., AppTest]
MANAGER = Viewer("S9", "李敏", "manager", "b1", frozenset(), "test")


@pytest.fixture
def policy() -> Mapping[str, object]:
    """A group of three may be shown."""
    return {"results_smallest": 3}


def offer_to_everybody(sources: Sources, branch: str = "b1") -> None:
    """Twelve customers were offered a deposit, but three who are in the control group."""
    for number in range(1, 13):
        customer_id, product = f"c{number:02}", "dep_cd" if number < 9 else "gov_bond"
        record = Record(f"d{number}", f"v{number}", customer_id, "S1", branch, {}, "", {}, {}, ())
        offer = Offer(product, 0, number <= 3, "TRG2", ("deposit_maturing",), "elderly_saver")
        happening = Happening(MANAGER, "decision", customer_id=customer_id)
        desk_decisions.keep(sources.desk, record, Offered(date(2026, 9, 1), (offer,)), happening)


def cells(app: AppTest) -> str:
    return "\n".join(table.value.to_string() for table in app.get("table")).replace("\\", "")


def test_both_groups_stand_side_by_side_with_an_interval_and_how_long_it_takes(
    open_app: OpenApp, sources: Sources
) -> None:
    offer_to_everybody(sources)
    app = open_app("results", viewer=MANAGER)
    shown, table = words_of(app), cells(app)
    assert "05-24 至 11-20；每位客户只计期内第一次，其后跟踪 30 天（个别产品更久）" in shown
    assert "**还看不出**介绍有没有带来变化。 这不是最后一次看：到店还不够，还差 1,390 人" in shown
    assert "0.0 %（9 人）" in table
    assert "0.0 %（3 人）" in table
    assert "+0.0（−56.1 至 +29.9）" in table
    assert "简单规则：只找有存款到期的客户" in table


def test_one_press_asks_by_something_else_and_small_groups_are_only_counted(
    open_app: OpenApp, sources: Sources
) -> None:
    offer_to_everybody(sources)
    app = open_app("results", viewer=MANAGER)
    assert "存款到期" in cells(app)
    app.button(key="by_product").click().run()
    assert not app.exception
    assert "大额存单" in cells(app)
    assert "储蓄国债" not in cells(app)
    assert "另有 1 项，某一组人数太少，不显示。" in words_of(app)
    assert "by_branch" not in {button.key for button in app.button}


def test_head_office_sees_the_branches(open_app: OpenApp, sources: Sources) -> None:
    offer_to_everybody(sources)
    app = open_app("results", viewer=HEAD_OFFICE)
    app.button(key="by_branch").click().run()
    assert sources.branch_names()["b1"] in cells(app)


def test_another_branch_and_an_empty_period_show_nothing(open_app: OpenApp, sources: Sources) -> None:
    offer_to_everybody(sources, branch="b2")
    shown = words_of(open_app("results", viewer=MANAGER))
    assert "跟踪期满的客户太少，暂不显示。" in shown
    assert "期内还没有跟踪期满的客户。" in shown
    assert "期内没有记录原因。" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_in_every_language(
    language: Language, open_app: OpenApp, sources: Sources
) -> None:
    offer_to_everybody(sources)
    app = open_app("results", viewer=HEAD_OFFICE, language=language)
    assert "results." not in words_of(app) + cells(app)


@pytest.mark.parametrize("role", [role for role in get_args(Role) if role not in ("manager", "head_office")])
def test_nobody_else_has_the_page(role: Role, open_app: OpenApp) -> None:
    app = open_app("results", viewer=Viewer("S9", "李敏", role, "b1", frozenset(), "test"))
    assert "介绍带来了什么" not in words_of(app)
