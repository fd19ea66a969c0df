"""The page of segments: five views, a list from a cell, a sheet to print, and nothing for other roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from lobby.domain.conditions import comparisons
from lobby.domain.viewer import LANGUAGES, Language, Role, Viewer
from lobby.services.sources import Sources
from lobby.ui.condition_words import told
from lobby.ui.text import words
from tests.portraits import CATALOG
from tests.ui.conftest import words_of
from tests.ui.fakes import HEAD_OFFICE
from tests.ui.tiny_house import press

pytestmark = pytest.mark.usefixtures("sources")
OpenApp = Callable[..., AppTest]
MANAGER = Viewer("S2", "王颖", "manager", "b1", frozenset(), "test")


@pytest.fixture
def policy() -> Mapping[str, object]:
    """What two customers lack is white space."""
    return {"white_customers": 2}


def view(
    open_app: OpenApp, name: str, viewer: Viewer = HEAD_OFFICE, language: Language = "zh_Hans"
) -> AppTest:
    app = open_app("segments", viewer=viewer, language=language)
    return app.button(key=f"view_{name}").click().run()


def test_each_life_stage_says_its_size_and_what_defines_it(open_app: OpenApp) -> None:
    app = open_app("segments", viewer=HEAD_OFFICE)
    (table,) = app.table
    row = table.value[table.value["客群"] == "老年储蓄客户"].iloc[0]
    assert [row["客户数"], row["占比"]] == ["1", "10%"]
    app.selectbox(key="segment_chosen").set_value("elderly_saver").run()
    shown = words_of(app).replace("\\", "")
    assert "年龄 ≥ 60 且 存款和国债占比 ≥ 60% 且 管理资产 ≥ ¥5万" in shown
    assert "稳健储蓄" in shown
    assert "c01" not in shown


def test_a_manager_has_the_own_branch(open_app: OpenApp) -> None:
    (table,) = open_app("segments", viewer=MANAGER).table
    assert "临退休客户" not in list(table.value["客群"])


def test_a_list_opens_from_a_cell_and_closes_again(open_app: OpenApp, sources: Sources) -> None:
    app = view(open_app, "products")
    app.selectbox(key="cell_segment").set_value("pre_retire").run()
    app.selectbox(key="cell_product").set_value("wmp_cash").run()
    assert "持有 0 人；适合 1 人" in words_of(app)
    app.button(key="list_open_pre_retire_wmp_cash").click().run()
    assert "临退休客户，适合但未持有wmp_cash" in words_of(app).replace("\\", "")
    assert "孙" not in words_of(app)
    (why,) = [one for one in app.text_input if str(one.key).startswith("stated_segments.targeted")]
    why.set_value("安排到访")
    press(app, "state_segments.targeted")
    assert "孙" in words_of(app)
    app.run()
    asked = [row["details"]["asked"] for row in sources.desk.audited(9, action="segment")]
    assert asked == ["segment_list", "segment_board"]  # once each, whatever is drawn anew
    app.button(key="close_list").click().run()
    assert "孙" not in words_of(app)


def test_a_life_stage_is_not_offered_what_is_not_for_it(open_app: OpenApp) -> None:
    app = view(open_app, "products")
    app.selectbox(key="cell_segment").set_value("elderly_saver").run()
    app.selectbox(key="cell_product").set_value("wmp_plus").run()
    assert "本行不向这个客群介绍该产品" in words_of(app)
    assert "list_open_elderly_saver_wmp_plus" not in [button.key for button in app.button]


def test_white_space_leads_to_a_sheet_and_back(open_app: OpenApp, sources: Sources) -> None:
    app = view(open_app, "gaps")
    assert "适合 3 人" in words_of(app)
    app.button(key="idea_business_owner_fund_bond").click().run()
    shown = words_of(app).replace("\\", "")
    assert "fund_bond · 企业主与个体户" in shown
    assert "转到示例他行：1 人，¥8,000" in shown
    assert app.button(key="print_idea").label == "打印"
    assert "规模" not in [button.label for button in app.button]
    app.button(key="print_idea").click().run()
    assert app.session_state["print_asked"]
    app.button(key="idea_back").click().run()
    assert "适合 3 人" in words_of(app)
    (last,) = sources.desk.audited(1, action="segment")
    assert last["details"]["asked"] == "segment_idea"


def test_without_a_quarter_and_enough_pairs_nothing_is_made_up(open_app: OpenApp) -> None:
    assert "还没有留存上个季度的客群" in words_of(view(open_app, "moves"))
    assert "还不足以下结论" in words_of(view(open_app, "pairs"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_every_language(open_app: OpenApp, language: Language) -> None:
    for name in ("sizes", "products", "gaps", "moves", "pairs"):
        shown = words_of(view(open_app, name, language=language)).replace("\\", "")
        assert [word for word in ("segments.", "segment.", "condition.") if word in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_of_a_life_stage_has_words(language: Language) -> None:
    t = words(language)
    for segment in (*CATALOG.segments, CATALOG.unknown_segment):
        assert all(t.has(f"condition.{test.column}") for test in comparisons(segment.condition))
        assert "condition." not in told(t, segment.condition)


@pytest.mark.parametrize("role", sorted(set(get_args(Role)) - {"head_office", "manager"}))
def test_no_other_role_has_the_page(open_app: OpenApp, role: Role, sources: Sources) -> None:
    shown = words_of(open_app("segments", viewer=Viewer("S9", "李敏", role, "b1", frozenset(), "test")))
    assert "老年储蓄客户" not in shown
    assert sources.desk.audited(1, action="segment") == ()
