"""The own talks on the page `mine`: promises, drafts, voiding, and what is entered afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from streamlit.testing.v1 import AppTest

from lobby.domain.outcomes import Entry, Result, Subject
from lobby.domain.viewer import Viewer
from lobby.services import drafts
from lobby.services.outcomes import record_outcome
from lobby.services.sources import Sources
from lobby.services.staff import viewer as viewer_of
from lobby.services.views import Visit
from tests.ui.conftest import words_of
from tests.ui.tiny_house import OpenApp, Watch, bank, kept, keys, press, viewer, visit, watch

__all__ = ["bank", "viewer", "visit", "watch"]
DEPOSIT = Subject("product", "dep_cd")


def recorded(
    bank: Sources, viewer: Viewer, visit: Visit, result: Result, next_on: date | None = None, note: str = ""
) -> str:
    entry = Entry(uuid4().hex, visit.customer_id, DEPOSIT, result, next_on, note=note)
    return record_outcome(bank, viewer, visit, entry, bank.now()).outcome.outcome_id


def test_a_promise_stands_with_its_day_and_opens_the_customer(
    open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit
) -> None:
    recorded(bank, viewer, visit, "not_now", date(2026, 12, 4), "等定期到期")
    app = open_app("mine", viewer=viewer)
    assert ":gray-badge[:material/schedule: 12-04 再谈] 三年期大额存单 · 等定期到期" in words_of(app)
    press(app, "open_promise_")
    assert app.session_state["visit"].customer_id == "c01"
    assert bank.desk.audited(1, action="open")[0]["reason"].startswith("promise ")


def test_a_promise_that_is_due_stands_out(
    open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit
) -> None:
    entry = Entry(
        "k1", "c01", DEPOSIT, "not_now", date(2026, 11, 20), happened_at=bank.now() - timedelta(days=1)
    )
    record_outcome(bank, viewer, visit, entry, bank.now())
    assert ":orange-badge[:material/notifications_active: 11-20 再谈]" in words_of(
        open_app("mine", viewer=viewer)
    )


def test_a_draft_is_gone_on_with_or_thrown_away(
    open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit
) -> None:
    drafts.keep_draft(bank, viewer, visit, {"subject": None, "chips": ["need_safe"], "note": "问女儿"})
    app = open_app("mine", viewer=viewer)
    assert "求稳 · 问女儿" in words_of(app)
    press(app, "open_draft_c01")
    assert app.text_input[0].value == "问女儿"
    app = open_app("mine", viewer=viewer)
    press(app, "discard_c01")
    assert "求稳" not in words_of(app)
    assert drafts.drafts(bank, viewer) == ()


def test_a_talk_of_today_is_voided_with_a_reason_and_counts_no_more(
    open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit
) -> None:
    number = recorded(bank, viewer, visit, "declined")
    recorded(bank, viewer, visit, "not_appropriate")
    app = open_app("mine", viewer=viewer)
    assert "今天 1 次" in words_of(app)
    app.session_state[f"void_{number}"] = True
    app.run()
    press(app, f"wrong_result_{number}")
    assert "今天 0 次" in words_of(app)
    assert sorted(str(row.voided_by) for row in kept(bank)) == ["None", "void"]
    assert "已作废" in words_of(app)
    assert bank.desk.audited(1, action="outcome_void")[0]["reason"] == "wrong_result"


def test_only_a_manager_sees_and_voids_what_colleagues_recorded(
    open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit, watch: Watch
) -> None:
    number = recorded(bank, viewer, visit, "declined")
    assert "同事记的" not in words_of(open_app("mine", viewer=viewer))
    watch.now += timedelta(days=2)
    app = open_app("mine", viewer=viewer_of(bank, "s3", "ipad-9"))
    app.session_state["fold_branch_talks"] = True
    app.session_state[f"void_{number}"] = True
    app.run()
    assert "三年期大额存单 · 不需要 :gray[11\\-20 09\\:00 · 何晓]" in words_of(app)
    press(app, f"wrong_customer_{number}")
    assert [row.voided_by for row in kept(bank)] == ["void"]
    assert "最近没有同事的记录" in words_of(app)


def late_form(open_app: OpenApp, viewer: Viewer) -> AppTest:
    app = open_app("mine", viewer=viewer)
    app.session_state["fold_late"] = True
    app.run()
    assert keys(app, "declined_") == []
    app.selectbox(key="late_visit").select_index(0).run()
    app.selectbox(key="late_subject").set_value("wmp_30d").run()
    return app


def test_what_is_entered_after_an_outage_has_its_real_time_and_is_marked_late(
    open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit, watch: Watch
) -> None:
    watch.now += timedelta(hours=3)
    app = late_form(open_app, viewer)
    assert keys(app, "zone_booked_")
    assert keys(app, "referred_") == []
    app.date_input[0].set_value(date(2026, 11, 19)).run()
    app.time_input[0].set_value(time(10, 40)).run()
    press(app, "interested_")
    (row,) = kept(bank)
    assert row.happened_at == datetime(2026, 11, 19, 2, 40, tzinfo=UTC)
    assert row.recorded_at == watch.now
    assert row.is_late
    shown = words_of(app)
    assert "11\\-19 10\\:40" in shown
    assert ":orange-badge[:material/history: 补记]" in shown


def test_a_time_that_has_not_come_is_refused_where_it_was_entered(
    open_app: OpenApp, bank: Sources, viewer: Viewer, visit: Visit
) -> None:
    app = late_form(open_app, viewer)
    app.time_input[0].set_value(time(17, 0)).run()
    press(app, "interested_")
    assert kept(bank) == []
    assert any("发生时间不对" in one.value for one in app.info)
    app.time_input[0].set_value(time(8, 30)).run()
    press(app, "interested_")
    assert [row.is_late for row in kept(bank)] == [True]
