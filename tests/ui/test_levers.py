"""The levers on the page `scenarios`: proposed by one of head office, checked by another, counting then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data import desk_levers
from lobby.domain.levers import Lever
from lobby.domain.viewer import LANGUAGES, Language, Viewer
from lobby.services.customer import customer_view
from lobby.services.levers import Wish, answer, propose
from lobby.services.sources import Sources
from lobby.services.views import Visit
from tests.ui.conftest import MOMENT, words_of
from tests.ui.fakes import NOW
from tests.ui.tiny_house import bank, viewer, visit, watch
from tests.ui.tiny_house import opened as open_page

__all__ = ["bank", "viewer", "visit", "watch"]
OpenApp = Callable[..., AppTest]
HEAD = Viewer("s5", "高远", "head_office", None, frozenset(), "test")
OTHER = Viewer("h2", "总行乙", "head_office", None, frozenset(), "test")
CODE = "pension_acc_pre_retire_all"
BOND = Wish(Lever(Decimal("0.8"), date(2026, 11, 1), date(2026, 11, 30), "gov_bond"), "额度将满")


def opened(open_app: OpenApp, viewer: Viewer = HEAD, *folds: str, language: Language = "zh_Hans") -> AppTest:
    """The view of the levers, with these parts unfolded."""
    app = open_app("scenarios", viewer=viewer, language=language)
    app.button(key="view_levers").click().run()
    return unfolded(app, *folds)


def unfolded(app: AppTest, *folds: str) -> AppTest:
    for one in folds:
        app.session_state[f"fold_{one}"] = True
    app.run()
    assert not app.exception
    return app


def test_each_lever_says_what_it_does_and_who_made_it_so(open_app: OpenApp, sources: Sources) -> None:
    app = opened(open_app, HEAD, f"lever_{CODE}")
    shown = words_of(app)
    assert "pension\\_acc：排序提前（×1\\.2）；临退休客户，全行，11\\-01 至 12\\-31" in shown
    assert "目录原值，未有变更。" in shown
    weight = app.number_input(key=f"lever_weight_{CODE}")
    assert (weight.min, weight.max, weight.value) == (0.5, 2.0, 1.2)


def test_one_proposes_another_checks_and_it_counts(open_app: OpenApp, sources: Sources) -> None:
    app = opened(open_app, HEAD, f"lever_{CODE}")
    app.button(key=f"propose_lever_{CODE}").click().run()
    assert "请写明原因" in words_of(app)
    assert desk_levers.CHANGES.waiting(sources.desk) == ()
    unfolded(app, f"lever_{CODE}")
    app.number_input(key=f"lever_weight_{CODE}").set_value(0.9)
    app.text_input(key=f"lever_why_{CODE}").input("年底前已够")
    app.button(key=f"propose_lever_{CODE}").click().run()
    shown = words_of(app)
    assert "**待复核 1**" in shown
    assert "排序靠后（×0\\.9）" in shown
    assert "请写明原因" not in shown
    keys = {str(one.key) for one in app.button}
    assert [key for key in keys if key.startswith("withdrawn_")]
    assert not [key for key in keys if key.startswith("checked_")]
    assert "请总行另一位同事复核" in shown
    assert desk_levers.changed(sources.desk) == ()

    other = opened(open_app, OTHER)
    (check,) = [one for one in other.button if str(one.key).startswith("checked_")]
    check.click().run()
    assert [lever.weight for lever in desk_levers.changed(sources.desk)] == [Decimal("0.9")]
    unfolded(other, f"lever_{CODE}", "lever_history")
    shown = words_of(other)
    assert "没有待复核的变更。" in shown
    assert shown.count("高远 提出") == 2
    assert "目录原值" not in shown


def test_a_new_lever_is_for_a_product_a_life_stage_and_a_branch(open_app: OpenApp, sources: Sources) -> None:
    app = opened(open_app, HEAD, "lever_new")
    app.selectbox(key="lever_product_new").select("gov_bond")
    app.selectbox(key="lever_segment_new").select("young_worker")
    app.selectbox(key="lever_branch_new").select("b1")
    app.number_input(key="lever_weight_new").set_value(1.15)
    app.date_input(key="lever_until_new").set_value(date(2026, 11, 30))
    app.text_input(key="lever_why_new").input("国债发行")
    app.button(key="propose_lever_new").click().run()
    (made,) = desk_levers.CHANGES.waiting(sources.desk)
    assert made.change.lever == Lever(
        Decimal("1.15"), NOW.date(), date(2026, 11, 30), "gov_bond", "young_worker", "b1"
    )
    assert unfolded(app, "lever_new").text_input(key="lever_why_new").value == ""


def test_the_maker_takes_it_back(open_app: OpenApp, sources: Sources) -> None:
    propose(sources, HEAD, BOND, "one", MOMENT)
    app = opened(open_app)
    app.button(key="withdrawn_one").click().run()
    assert "没有待复核的变更。" in words_of(app)
    assert "撤回" in words_of(unfolded(app, "lever_history"))
    assert desk_levers.changed(sources.desk) == ()


def test_a_refusal_asks_why(open_app: OpenApp, sources: Sources) -> None:
    propose(sources, HEAD, BOND, "one", MOMENT)
    app = opened(open_app, OTHER)
    app.session_state["refused_one"] = True
    app.run()
    app.button(key="confirm_refused_one").click().run()
    assert "请写明原因" in words_of(app)
    app.session_state["refused_one"] = True
    app.run()
    app.text_input(key="why_one").input("月底再议")
    app.button(key="confirm_refused_one").click().run()
    assert "月底再议" in words_of(unfolded(app, "lever_history"))
    assert desk_levers.changed(sources.desk) == ()


def test_who_is_late_hears_who_was_faster(open_app: OpenApp, sources: Sources) -> None:
    propose(sources, Viewer("h9", "总行甲", "head_office", None), BOND, "one", MOMENT)
    app = opened(open_app, OTHER)
    answer(sources, HEAD, "one", "checked")
    app.button(key="checked_one").click().run()
    assert "高远已先一步处理" in words_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_view_speaks_three_languages(open_app: OpenApp, sources: Sources, language: Language) -> None:
    propose(sources, HEAD, BOND, "one", MOMENT)
    answer(sources, OTHER, "one", "checked")
    said = {
        "zh_Hans": "排序靠后（×0\\.8）",
        "zh_Hant": "排序往後（×0\\.8）",
        "en": "ranks lower \\(× 0\\.8\\)",
    }
    folds = ("lever_gov_bond_all_all", "lever_new", "lever_history")
    shown = words_of(opened(open_app, HEAD, *folds, language=language))
    assert said[language] in shown


def test_a_checked_change_puts_another_product_first_on_a_page_that_is_open(
    open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit
) -> None:
    now = bank.now()
    view = customer_view(bank, viewer, visit, now, "zh_Hans")
    first, last = view.suggestions[0], view.suggestions[-1]
    app = open_page(open_app, viewer, visit)
    assert in_hand(app, first.name)
    for weight, one in (("0.5", first), ("2", last)):
        lever = Lever(Decimal(weight), now.date(), now.date(), one.product)
        propose(bank, HEAD, Wish(lever, "because"), weight, now)
    assert in_hand(app.run(), first.name)
    for weight in ("0.5", "2"):
        answer(bank, OTHER, weight, "checked")
    assert in_hand(app.run(), last.name)
    assert not in_hand(app, first.name)


def in_hand(app: AppTest, name: str) -> bool:
    """Is this the suggestion that stands on the page, others being presses?"""
    return any(str(one.value).startswith(f"**{name}**") for one in app.markdown)
