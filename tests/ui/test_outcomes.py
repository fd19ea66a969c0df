"""What a tap on the outcome bar does: recorded at once, told with its undo, heard by the suggestions."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from streamlit.testing.v1 import AppTest

from lobby.domain.viewer import Viewer
from lobby.services import consents, drafts
from lobby.services.sources import Sources
from lobby.services.staff import viewer as viewer_of
from lobby.services.views import ServiceLine, Visit
from lobby.services.visits import open_customer
from lobby.ui import session
from tests.disks import nothing_written
from tests.ui.conftest import words_of
from tests.ui.tiny_house import OpenApp, Watch, app, bank, kept, keys, opened, press, viewer, visit, watch

__all__ = ["app", "bank", "viewer", "visit", "watch"]


def test_the_first_suggestion_is_in_hand_and_another_is_taken_with_one_press(app: AppTest) -> None:
    assert keys(app, "interested_") == keys(app, "interested_dep_cd_")
    assert [key.rpartition("_")[0] for key in keys(app, "take_")] == ["take_dep_term", "take_gov_bond"]
    press(app, "take_gov_bond")
    assert keys(app, "interested_") == keys(app, "interested_gov_bond_")
    assert [key.rpartition("_")[0] for key in keys(app, "take_")] == ["take_dep_cd", "take_dep_term"]


def test_one_tap_records_and_tells_it_in_the_same_run(app: AppTest, bank: Sources, visit: Visit) -> None:
    press(app, "interested_")
    (row,) = kept(bank)
    assert (row.visit_id, row.subject.code, row.result) == (visit.visit_id, "dep_cd", "interested")
    assert row.decision_id is not None
    shown = words_of(app)
    assert "**三年期大额存单 · 有意向** 09\\:00" in shown
    assert "撤销（09:01:00 前）" in shown
    assert keys(app, "interested_") == keys(app, "interested_dep_term_")


def test_a_no_starts_the_cool_down_for_all_to_see_and_undo_ends_it(app: AppTest, bank: Sources) -> None:
    press(app, "declined_dep_cd")
    shown = words_of(app)
    assert "60 天内不再主动介绍同类产品，至 2027-01-19" in shown
    assert keys(app, "take_") == []
    assert keys(app, "interested_") == keys(app, "interested_gov_bond_")
    app.session_state["fold_withheld"] = True
    app.run()
    withheld = next(one for one in words_of(app).splitlines() if "**三年期大额存单** :gray-badge" in one)
    assert "11-20 表示不需要，2027-01-19 前不再介绍" in withheld

    press(app, "undo_")
    assert [row.voided_by for row in kept(bank)] == ["undo"]
    assert keys(app, "interested_") == keys(app, "interested_dep_cd_")
    assert "60 天内不再主动介绍同类产品" not in words_of(app)


def test_why_not_is_asked_afterwards_and_may_be_taken_away_again(app: AppTest, bank: Sources) -> None:
    press(app, "declined_dep_cd")
    press(app, "no_rate_too_low_")
    press(app, "no_ask_family_")
    press(app, "no_rate_too_low_")
    assert [row.reasons for row in kept(bank)] == [("ask_family",)]


@pytest.mark.parametrize(("name", "days"), [("week", 7), ("weeks", 14), ("month", 30)])
def test_not_now_asks_for_the_day_and_waits_until_then(
    app: AppTest, bank: Sources, name: str, days: int
) -> None:
    press(app, "not_now_dep_cd")
    assert kept(bank) == []
    press(app, f"ahead_{name}_")
    (row,) = kept(bank)
    assert (row.result, row.next_on) == ("not_now", date(2026, 11, 20) + timedelta(days=days))
    assert "再谈，到时在“我的”里提醒" in words_of(app)


def test_no_reminder_is_promised_after_offers_were_refused(
    app: AppTest, bank: Sources, viewer: Viewer, visit: Visit
) -> None:
    press(app, "not_now_dep_cd")
    press(app, "ahead_week_")
    consents.say(bank, viewer, visit, "marketing", False, "k1", bank.now(), "zh_Hans")
    app.run()
    assert "下次再说" in words_of(app)
    assert "到时在“我的”里提醒" not in words_of(app)


def test_not_now_takes_a_day_from_the_calendar_and_goes_back_without_one(app: AppTest, bank: Sources) -> None:
    press(app, "not_now_dep_cd")
    press(app, "ahead_back_")
    assert kept(bank) == []
    press(app, "not_now_dep_cd")
    app.date_input[0].set_value(date(2027, 1, 4)).run()
    assert [row.next_on for row in kept(bank)] == [date(2027, 1, 4)]


def test_not_today_ends_every_offer_of_the_day(app: AppTest, bank: Sources) -> None:
    press(app, "not_appropriate_")
    assert keys(app, "interested_") == keys(app, "take_") == []
    assert "不计入员工考核" in words_of(app)


def test_chips_and_the_note_go_with_the_tap_and_come_back_with_its_undo(app: AppTest, bank: Sources) -> None:
    app.session_state["fold_jotting"] = True
    app.run()
    press(app, "chip_worry_locked_")
    press(app, "chip_need_safe_")
    press(app, "chip_need_safe_")
    app.text_input[0].set_value("年底要用").run()
    press(app, "interested_")
    assert [(row.chips, row.note) for row in kept(bank)] == [(("worry_locked",), "年底要用")]
    assert "怕取不出 · 年底要用" in words_of(app)
    assert app.text_input[0].value == ""
    press(app, "undo_")
    assert app.text_input[0].value == "年底要用"


def test_a_note_that_may_not_be_kept_says_so_and_nothing_is_lost(app: AppTest, bank: Sources) -> None:
    app.session_state["fold_jotting"] = True
    app.run()
    app.text_input[0].set_value("打 13800001234 找他").run()
    assert "备注里有号码" in words_of(app)
    press(app, "interested_")
    assert kept(bank) == []
    assert any("备注里有号码" in one.value for one in app.info)
    assert app.text_input[0].value == "打 13800001234 找他"
    app.text_input[0].set_value("打电话找他").run()
    press(app, "interested_")
    assert [row.note for row in kept(bank)] == ["打电话找他"]


def test_what_is_half_entered_is_found_by_a_new_session_with_what_was_in_hand(
    app: AppTest, open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit
) -> None:
    press(app, "take_gov_bond")
    app.session_state["fold_jotting"] = True
    app.run()
    press(app, "chip_time_month_")
    app.text_input[0].set_value("下月来").run()
    again = opened(open_app, viewer, open_customer(bank, viewer, "c01"))
    assert again.text_input[0].value == "下月来"
    assert keys(again, "interested_") == keys(again, "interested_gov_bond_")
    press(again, "interested_")
    assert [(row.chips, row.note) for row in kept(bank)] == [(("time_month",), "下月来")]
    assert drafts.drafts(bank, viewer) == ()


def test_a_note_after_the_tap_goes_to_what_stands(app: AppTest, bank: Sources) -> None:
    press(app, "interested_")
    app.session_state["fold_jotting"] = True
    app.run()
    app.text_input[0].set_value("周五带女儿来").run()
    press(app, "add_to_")
    assert [(row.result, row.note) for row in kept(bank)] == [("interested", "周五带女儿来")]


def test_f31_a_desk_that_is_busy_keeps_what_was_typed_and_the_next_tap_records_it(
    app: AppTest, bank: Sources, tmp_path: Path
) -> None:
    app.session_state["fold_jotting"] = True
    app.run()
    holder = sqlite3.connect(tmp_path / "desk.sqlite", isolation_level=None)
    holder.execute("begin immediate")
    app.text_input[0].set_value("年底要用").run()
    press(app, "interested_")
    assert any("记录库正忙" in one.value for one in app.info)
    assert app.text_input[0].value == "年底要用"
    holder.execute("rollback")
    holder.close()
    assert kept(bank) == []
    press(app, "interested_")
    assert [row.note for row in kept(bank)] == ["年底要用"]


def test_f30_a_full_disk_says_so_keeps_the_customer_and_what_was_typed(app: AppTest, bank: Sources) -> None:
    app.session_state["fold_jotting"] = True
    app.run()
    with nothing_written():
        app.text_input[0].set_value("年底要用").run()
        press(app, "interested_")
        assert any("暂不能保存" in one.value for one in app.info)
        assert app.text_input[0].value == "年底要用"
        assert "三年期大额存单" in words_of(app)
    assert kept(bank) == []
    press(app, "interested_")
    assert [row.note for row in kept(bank)] == ["年底要用"]


def test_a_form_drawn_for_one_customer_records_nothing_for_another(
    app: AppTest, open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit
) -> None:
    other = open_customer(bank, viewer, "c07", reason="asked")
    second = opened(open_app, viewer, other)
    assert not set(keys(second, "")) & set(keys(app, "interested_"))
    app.session_state["visit"] = other
    press(app, "interested_")
    assert kept(bank, "c07") == kept(bank) == []


def test_an_unfinished_line_has_its_own_short_bar(app: AppTest, bank: Sources) -> None:
    app.session_state["result_unfinished_0"] = True
    app.run()
    press(app, "done_unfinished_0_")
    assert [(row.subject.kind, row.subject.code, row.result) for row in kept(bank)] == [
        ("service", "maturity", "done")
    ]
    assert "**到期安排 · 已办理**" in words_of(app)
    assert keys(app, "interested_") == keys(app, "interested_dep_cd_")


def test_who_does_not_talk_to_customers_has_no_bar(open_app: OpenApp, bank: Sources) -> None:
    head_office = viewer_of(bank, "s5", "laptop")
    app = opened(open_app, head_office, open_customer(bank, head_office, "c01", reason="asked"))
    assert keys(app, "interested_") == []
    assert "记一句" not in words_of(app)


def test_after_a_reload_the_customer_is_offered_again_and_what_was_recorded_is_told(
    app: AppTest, open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit, watch: Watch
) -> None:
    press(app, "declined_dep_cd")
    again = open_app("board", viewer=viewer)
    assert keys(again, "open_") == []
    press(again, "go_on_c01")
    assert again.session_state["visit"].visit_id == visit.visit_id
    assert "**三年期大额存单 · 不需要**" in words_of(again)
    assert [row["result"] for row in bank.desk.audited(9, action="open")] == ["gone_on", "ok"]


def test_a_page_that_lost_its_customer_offers_to_go_on(
    open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit
) -> None:
    app = open_app("customer", viewer=viewer)
    assert "还没有打开客户" in words_of(app)
    press(app, "go_on_c01")
    assert "先说这一句" in words_of(app)


@pytest.mark.parametrize(("minutes", "is_offered"), [(30, True), (31, False)])
def test_the_last_customer_is_offered_for_half_an_hour(
    open_app: OpenApp, viewer: Viewer, visit: Visit, watch: Watch, minutes: int, is_offered: bool
) -> None:
    watch.now += timedelta(minutes=minutes)
    app = open_app("board", viewer=viewer)
    assert (keys(app, "go_on_") == ["go_on_c01"]) is is_offered


def test_a_draft_is_named_on_the_board(app: AppTest, open_app: OpenApp, viewer: Viewer) -> None:
    assert "有未记完的" not in words_of(open_app("board", viewer=viewer))
    press(app, "take_gov_bond")
    assert "有未记完的" not in words_of(open_app("board", viewer=viewer))
    app.session_state["fold_jotting"] = True
    app.run()
    press(app, "chip_time_week_")
    assert "有未记完的" in words_of(open_app("board", viewer=viewer))


def test_not_this_customer_takes_back_what_was_recorded_and_is_not_offered_again(
    app: AppTest, open_app: OpenApp, bank: Sources, viewer: Viewer
) -> None:
    press(app, "interested_dep_cd")
    app.session_state[f"not_this_one_{app.session_state['visit'].visit_id}"] = True
    app.run()
    assert "已记的 1 条会作废" in words_of(app)
    press(app, "leave_")
    assert [row.voided_by for row in kept(bank)] == ["void"]
    assert "visit" not in app.session_state
    assert keys(open_app("board", viewer=viewer), "go_on_") == []


def test_what_the_customer_asks_about_is_kept_apart_and_heard(app: AppTest, bank: Sources) -> None:
    app.session_state["fold_asked"] = True
    app.run()
    app.selectbox[0].set_value("fund_mm").run()
    press(app, "ask_fund_mm_")
    (row,) = kept(bank)
    assert (row.subject.kind, row.subject.code, row.result) == ("asked", "fund_mm", "asked")
    assert "**货币市场基金 · 客户问起**" in words_of(app)
    assert app.selectbox[0].value is None
    assert keys(app, "interested_") == keys(app, "interested_dep_cd_")


def test_a_referral_of_the_offer_in_hand_is_an_outcome_of_the_same_number(
    app: AppTest, bank: Sources
) -> None:
    app.session_state["refer_product_dep_cd"] = True
    app.run()
    (colleague, *_) = keys(app, "to_colleague_")
    app.button(key=colleague).click().run()
    (row,) = kept(bank)
    assert (row.subject.code, row.result) == ("dep_cd", "referred")
    assert "**三年期大额存单 · 转介**" in words_of(app)


def test_an_opening_gathers_once_what_changed_since_the_build(
    open_app: OpenApp, viewer: Viewer, visit: Visit
) -> None:
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        opened(open_app, viewer, visit)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len([one for one in asked if "FROM consent_change" in one]) == 1


def test_a_possible_scam_has_its_own_three_answers_at_once(
    open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = session.house()
    look = house.look
    alarm = ServiceLine("anti_fraud", "反诈守护", (), "这笔钱转给谁？", urgent=True, alarm="possible_scam")

    def alarmed(*asked: Any) -> Any:
        view, decided = look(*asked)
        return replace(view, unfinished=(alarm,), suggestions=()), decided

    monkeypatch.setattr(house, "look", alarmed)
    app = opened(open_app, viewer, visit)
    assert len(keys(app, "verified_")) == len(keys(app, "reported_")) == 1
    assert keys(app, "interested_") == []
    press(app, "dissuaded_unfinished_0_")
    assert [(row.subject.kind, row.subject.code, row.result) for row in kept(bank)] == [
        ("event", "possible_scam", "dissuaded")
    ]
    assert "**疑似诈骗 · 已劝阻**" in words_of(app)
    assert keys(app, "dissuaded_") == []
