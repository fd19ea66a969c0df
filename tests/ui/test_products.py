"""The page `products`: a change proposed by one person, checked by another, and what stands then."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from lobby.domain.viewer import LANGUAGES, Language, Role, Viewer
from lobby.services.product_status import Wish, answer, here, propose
from lobby.services.sources import Sources
from tests.ui.conftest import words_of

OpenApp = Callable[..., AppTest]
MANAGER = Viewer("s3", "郭静", "manager", "b1", frozenset(), "test")
HEAD = Viewer("s5", "高远", "head_office", None, frozenset(), "test")
PAUSE = Wish("dep_term", "b1", "paused", reason="系统核对")
TITLES: dict[Language, str] = {"zh_Hans": "在售产品", "zh_Hant": "在售產品", "en": "Products on sale"}


def keys(app: AppTest) -> set[str]:
    return {str(one.key) for one in app.button}


def opened(open_app: OpenApp, viewer: Viewer) -> AppTest:
    """The page with the form of the time deposit unfolded."""
    return unfolded(open_app("products", viewer=viewer))


def unfolded(app: AppTest) -> AppTest:
    app.session_state["fold_product_dep_term"] = True
    return app.run()


def test_a_manager_proposes_and_head_office_checks(open_app: OpenApp, sources: Sources) -> None:
    app = opened(open_app, MANAGER)
    assert app.selectbox(key="state_dep_term").value == "paused"
    app.button(key="propose_dep_term").click().run()
    assert "请写明原因" in words_of(app)
    assert app.selectbox(key="state_dep_term").value == "paused"

    unfolded(app)
    app.text_input(key="reason_dep_term").input("系统核对")
    app.button(key="propose_dep_term").click().run()
    shown = words_of(app)
    assert "**待复核 1**" in shown
    assert "复核后立即生效 · 系统核对" in shown
    assert "请写明原因" not in shown
    assert unfolded(app).text_input(key="reason_dep_term").value == ""
    assert not [key for key in keys(app) if key.startswith("checked_")]
    assert [key for key in keys(app) if key.startswith("withdrawn_")]
    assert here(sources, "b1") == {}

    other = open_app("products", viewer=HEAD)
    (check,) = [one for one in other.button if str(one.key).startswith("checked_")]
    check.click().run()
    assert "没有待复核的变更。" in words_of(other)
    assert {product: one.state for product, one in here(sources, "b1").items()} == {"dep_term": "paused"}
    assert "1 个网点另有规定" in words_of(other)
    first = open_app("products", viewer=MANAGER).get("expander")[0].label
    assert first.startswith("**整存整取定期存款**")
    assert "暂停销售" in first


def test_head_office_plans_a_change_for_the_whole_bank(open_app: OpenApp, sources: Sources) -> None:
    app = opened(open_app, HEAD)
    app.selectbox(key="later_dep_term").select(True)
    unfolded(app)
    app.selectbox(key="state_dep_term").select("sold_out")
    app.selectbox(key="quota_dep_term").select("none")
    app.text_input(key="rate_dep_term").input("2026-11B")
    app.text_input(key="reason_dep_term").input("额度用完")
    app.button(key="propose_dep_term").click().run()
    shown = words_of(app)
    assert "生效：11\\-20 12\\:00 · 已无额度 · 利率版本 2026\\-11B · 额度用完" in shown
    assert "**整存整取定期存款** :gray[全行]" in shown


def test_a_refusal_asks_why(open_app: OpenApp, sources: Sources) -> None:
    propose(sources, MANAGER, PAUSE, "one")
    app = open_app("products", viewer=HEAD)
    app.session_state["refused_one"] = True
    app.run()
    app.button(key="confirm_refused_one").click().run()
    assert "请写明原因" in words_of(app)
    app.session_state["refused_one"] = True
    app.run()
    app.text_input(key="why_one").input("中午前不停")
    app.button(key="confirm_refused_one").click().run()
    app.session_state["fold_product_history"] = True
    app.run()
    assert "高远 未同意 11\\-20 09\\:00 · 中午前不停" in words_of(app)


def test_who_is_late_hears_who_was_faster(open_app: OpenApp, sources: Sources) -> None:
    propose(sources, Viewer("s9", "总行甲", "head_office", None), PAUSE, "one")
    app = open_app("products", viewer=HEAD)
    answer(sources, MANAGER, "one", "checked")
    app.button(key="checked_one").click().run()
    assert "郭静已先一步处理" in words_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_three_languages(open_app: OpenApp, sources: Sources, language: Language) -> None:
    propose(sources, MANAGER, PAUSE, "one")
    app = opened(lambda *asked, **more: open_app(*asked, language=language, **more), MANAGER)
    assert TITLES[language] in words_of(app)


@pytest.mark.parametrize("role", get_args(Role))
def test_only_head_office_and_managers_have_the_page(open_app: OpenApp, sources: Sources, role: Role) -> None:
    app = open_app("products", viewer=Viewer("s8", "示例", role, "b1", frozenset(), "test"))
    assert (TITLES["zh_Hans"] in words_of(app)) is (role in ("head_office", "manager"))
