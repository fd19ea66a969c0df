"""The manager's and the adviser's presses on the list of leads, with the tiny bank behind the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data.catalog import load_catalog
from lobby.data.desk import open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.exports import Export
from lobby.domain.viewer import Viewer
from lobby.services import exports
from lobby.services.customer import look
from lobby.services.decisions import keep_decision
from lobby.services.lead_claims import take_lead
from lobby.services.lead_views import Lead
from lobby.services.leads import todays_leads
from lobby.services.since import since
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from lobby.ui import demo
from lobby.ui.text import unbroken
from tests.ui.conftest import words_of
from tests.ui.fakes import HEAD_OFFICE, FakeHouse

OpenApp = Callable[..., AppTest]
MOMENT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
ADVISER = Viewer("s2", "马驰", "adviser", "b1", frozenset({"wm", "fund", "ins"}), "ipad-1")
LOBBY = Viewer("s1", "何晓", "lobby", "b1", device="ipad-3")
MANAGER = Viewer("s3", "郭静", "manager", "b1", device="ipad-2")


@pytest.fixture
def sources(
    house: FakeHouse, tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sources]:
    """The tiny bank, its leads and its time."""
    warehouse, desk = Warehouse(tiny_home), open_desk(tmp_path, lambda: MOMENT)
    sources = Sources(warehouse, desk, load_catalog(), Settings(home=tiny_home), lambda: MOMENT)
    house.sources = sources
    monkeypatch.setattr(
        house, "leads", lambda viewer, language: todays_leads(sources, viewer, sources.now(), language)
    )
    monkeypatch.setattr(house, "now", sources.now)
    yield sources
    desk.close()
    warehouse.close()


def standing(sources: Sources, customer_id: str) -> Lead:
    leads = todays_leads(sources, MANAGER, sources.now())
    return next(one for one in leads if one.customer_id == customer_id)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def unfold(app: AppTest, key: str) -> AppTest:
    app.session_state[key] = True
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> list[str]:
    return [str(one.key).removeprefix("open_lead_") for one in app.button if "open_lead_" in str(one.key)]


def test_the_list_is_narrowed_by_reason_and_state(open_app: OpenApp, sources: Sources) -> None:
    app = open_app("leads", viewer=ADVISER)
    assert shown(app) == ["c05", "c02", "c01", "c11", "c09"]
    assert app.button(key="lead_source_handoff").label == "转介 2"

    press(app, "lead_source_handoff")
    assert shown(app) == ["c02", "c11"]

    app.selectbox(key="lead_status").set_value("done").run()
    assert "这里没有这样的线索。" in words_of(app)


def test_who_has_no_branch_is_told_so(open_app: OpenApp, sources: Sources) -> None:
    shown = words_of(open_app("leads", viewer=Viewer("m9", "周行", "manager", None, device="ipad-9")))
    assert "员工表里没有您的网点" in shown
    assert "这一页不属于您的岗位" not in shown


def test_the_manager_assigns_a_lead(open_app: OpenApp, sources: Sources) -> None:
    app = unfold(open_app("leads", viewer=MANAGER), "more_lead_c05")
    assert app.button(key="give_s1_c05").label == "何晓（现有 0 条）"

    press(app, "give_s1_c05")

    assert standing(sources, "c05").taken_by == "s1"
    assert "何晓 在跟进" in words_of(app)


def test_a_lead_goes_to_another_branch_whose_manager_accepts_it(open_app: OpenApp, sources: Sources) -> None:
    app = unfold(open_app("leads", viewer=ADVISER), "more_lead_c05")
    app.selectbox(key="branch_lead_c05").set_value("b2").run()
    press(app, "nearer_b2_lead_c05")
    assert "c05" not in shown(app)
    app.selectbox(key="lead_status").set_value("elsewhere").run()
    assert shown(app) == ["c05"]
    assert "待接手" in words_of(app)

    there = open_app("leads", viewer=Viewer("m2", "周行", "manager", "b2", device="ipad-9"))
    assert "其他网点转来的线索 1 条" in words_of(there)
    assert "离客户更近" in words_of(there)
    (number,) = (str(one.key) for one in there.button if str(one.key).startswith("accepted_"))
    press(there, number)

    assert standing(sources, "c05").elsewhere is not None
    assert [
        one.key for one in there.button if str(one.key).startswith("open_") and "sheet" not in str(one.key)
    ]


def test_an_adviser_puts_a_lead_off_and_finishes_another(open_app: OpenApp, sources: Sources) -> None:
    app = unfold(open_app("leads", viewer=ADVISER), "more_lead_c05")
    press(app, "three_days_c05")
    assert (standing(sources, "c05").status, str(standing(sources, "c05").until_on)) == (
        "snoozed",
        "2026-11-23",
    )
    assert "c05" not in shown(app)

    unfold(app, "more_lead_c01")
    press(app, "finish_c01")
    assert standing(sources, "c01").status == "done"
    assert shown(app) == ["c02", "c11", "c09"]


def test_an_adviser_asks_the_manager(open_app: OpenApp, sources: Sources) -> None:
    app = unfold(open_app("leads", viewer=ADVISER), "more_lead_c05")
    press(app, "escalate_c05")
    assert standing(sources, "c05").status == "escalated"
    assert "请支行长定" in words_of(app)


def test_two_presses_share_out_what_nobody_has(open_app: OpenApp, sources: Sources) -> None:
    app = unfold(open_app("leads", viewer=MANAGER), "fold_lead_share")
    press(app, "propose_share")
    assert "**分配后** 何晓 2 · 马驰 2" in words_of(app)
    assert "1 条暂无在岗同事有资格跟进。" in words_of(app)

    press(app, "assign_share")

    assert {one.taken_by for one in todays_leads(sources, MANAGER, sources.now())} == {"s1", "s2", None}
    assert "已分配 4 条；0 条刚被别人认领。" in words_of(app)


def test_all_that_is_shown_goes_to_one_colleague(open_app: OpenApp, sources: Sources) -> None:
    app = unfold(open_app("leads", viewer=MANAGER), "lead_bulk")
    assert app.button(key="bulk_s1").label == "何晓（可跟进 3 条）"

    press(app, "bulk_s1")

    assert [standing(sources, one).taken_by for one in ("c01", "c02", "c05")] == ["s1", None, "s1"]


def test_an_adviser_shares_nothing_out(open_app: OpenApp, sources: Sources) -> None:
    app = open_app("leads", viewer=ADVISER)
    assert not {"propose_share", "lead_bulk", "duty_copy"} & {str(one.key) for one in app.button}


def test_the_manager_enters_who_is_on_duty(open_app: OpenApp, sources: Sources) -> None:
    app = unfold(open_app("leads", viewer=MANAGER), "fold_roster")
    assert "这一天还没有排班" in words_of(app)

    app.selectbox(key="zone_s1_2026-11-20_0").set_value("lobby").run()

    assert not app.exception
    assert "在岗" in words_of(app)
    assert "这一天还没有排班" not in words_of(app)
    (row,) = sources.desk.audited(9, action="duty")
    assert row["details"]["zone"] == "lobby"

    press(app, "duty_2026-11-21")
    press(app, "duty_copy")
    assert len(sources.desk.audited(9, action="duty")) == 2


def test_the_next_lead_opens_from_the_customer(open_app: OpenApp, sources: Sources, house: FakeHouse) -> None:
    app = press(open_app("leads", viewer=ADVISER), "lead_source_handoff")
    press(app, "open_lead_c02")
    assert "线索 1 / 2" in words_of(app)
    assert app.button(key="lead_before").disabled

    press(app, "lead_after")

    assert ("open", "s2", "c11", None) in house.asked
    assert "线索 2 / 2" in words_of(app)
    assert app.button(key="lead_after").disabled


def test_the_manager_sees_the_morning_at_the_top(open_app: OpenApp, sources: Sources) -> None:
    app = open_app("leads", viewer=MANAGER)
    assert [(one.label, one.value) for one in app.metric] == [
        ("预约到店", "2"),
        ("今日到期", "2"),
        ("逾期未跟进", "0"),
        ("已升级", "0"),
        ("转介待接", "2"),
        ("未分配", "5"),
        ("昨日交谈", "0"),
    ]
    assert "10\\:30 王" in words_of(app)
    assert not open_app("leads", viewer=ADVISER).metric


def test_a_shift_is_handed_over_once_the_colleague_accepts(open_app: OpenApp, sources: Sources) -> None:
    take_lead(sources, ADVISER, "c05", 0)
    app = unfold(open_app("mine", viewer=ADVISER), "hand_over")
    assert "open_my_lead_c05" in [one.key for one in app.button]

    press(app, "hand_over_s1")

    assert "马驰 交班给 何晓" in words_of(app)
    assert standing(sources, "c05").taken_by == "s2"
    other = open_app("mine", viewer=LOBBY)
    (key,) = (str(one.key) for one in other.button if str(one.key).startswith("accepted_"))
    press(other, key)
    assert standing(sources, "c05").taken_by == "s1"
    assert "open_my_lead_c05" in [one.key for one in other.button]
    assert "open_my_lead_c05" not in [one.key for one in open_app("mine", viewer=ADVISER).button]


def test_the_huddle_says_what_to_do_and_a_bulletin_is_read(open_app: OpenApp, sources: Sources) -> None:
    app = unfold(open_app("leads", viewer=MANAGER), "fold_huddle")
    assert "没有产品变化。" in words_of(app)
    app.text_input(key="bulletin_text").set_value("今天 9:30 开晨会").run()
    press(app, "publish_bulletin")
    assert "0/3 人已读" in words_of(app)
    assert app.text_input(key="bulletin_text").value == ""

    other = open_app("mine", viewer=LOBBY)
    (key,) = (str(one.key) for one in other.button if str(one.key).startswith("ack_"))
    press(other, key)

    assert "1/3 人已读" in words_of(other)
    assert key not in [one.key for one in other.button]


def test_the_sheet_stands_alone_and_is_audited_once(open_app: OpenApp, sources: Sources) -> None:
    app = press(open_app("leads", viewer=ADVISER), "open_sheet")
    (table,) = app.table
    assert list(table.value.columns) == ["客户", "为什么", "期限", "负责人", "状态"]
    assert len(table.value) == 5
    assert not [one for one in app.button if str(one.key).startswith("open_lead_")]
    press(app, "print_sheet")
    assert len(sources.desk.audited(9, action="export")) == 1

    press(app, "close_sheet")
    assert shown(app) == ["c05", "c02", "c01", "c11", "c09"]


def test_a_file_is_made_on_this_machine_only(
    open_app: OpenApp, sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app("leads", viewer=MANAGER)
    assert "export_leads" not in [one.key for one in app.button]
    monkeypatch.setattr(demo, "is_direct", lambda: True)
    assert "export_leads" not in [one.key for one in open_app("leads", viewer=ADVISER).button]
    app = press(open_app("leads", viewer=MANAGER), "export_leads")
    (row,) = sources.desk.audited(9, action="export")
    assert row["details"]["rows"] == 5
    ((release, _),) = exports.in_hand(sources).values()
    assert not app.get("link_button")
    assert "leads" in words_of(app)
    other = open_app("data", viewer=HEAD_OFFICE)
    press(other, next(str(one.key) for one in other.button if str(one.key).startswith("release_")))
    assert [row["result"] for row in sources.desk.audited(9, action="export")] == ["released", "asked"]
    app.run()
    assert app.get("link_button")[0].proto.url == f"/export/{release.number}"


def test_what_leaves_each_night_is_named_and_stopped_by_one_press(
    open_app: OpenApp, sources: Sources
) -> None:
    made = Export("desk_word", "/srv/core", 0, "0" * 64, None, "cli", is_standing=True)
    number = exports.ask(sources, HEAD_OFFICE, made, None).number
    exports.release(sources, replace(HEAD_OFFICE, staff_id="s55"), number)
    app = open_app("data", viewer=HEAD_OFFICE)
    assert "授权与删除请求每晚写入一个文件夹" in words_of(app)
    assert "至 2027" in words_of(app)
    press(app, f"withdraw_{number}")
    assert "每晚写入一个文件夹" not in words_of(app)
    assert [row["result"] for row in sources.desk.audited(1, action="export")] == ["withdrawn"]
    assert f"withdraw_{number}" not in [one.key for one in open_app("data", viewer=MANAGER).button]


def test_a_lot_of_decisions_stands_on_one_sheet(open_app: OpenApp, sources: Sources) -> None:
    visit = open_customer(sources, LOBBY, "c01")
    changed = since(sources, LOBBY, "c01", sources.now())
    keep_decision(sources, look(sources, LOBBY, visit, sources.now(), "zh_Hans", changed)[1])
    app = press(open_app("data", viewer=MANAGER), "draw_inspection")
    (table,) = app.table
    assert list(table.value["员工"]) == [unbroken("何晓")]
    assert list(table.value["今天重算"]) == ["一致"]
    assert "种子 2026\\-11\\-20，1 条" in words_of(app)
    press(app, "print_inspection")
    assert len(sources.desk.audited(9, action="explain")) == 1
    press(app, "close_inspection")
    assert "draw_inspection" in [one.key for one in app.button]
    assert "draw_inspection" not in [one.key for one in open_app("data", viewer=HEAD_OFFICE).button]


def test_head_office_writes_to_all_and_the_own_page_only_reads(open_app: OpenApp, sources: Sources) -> None:
    app = unfold(open_app("products", viewer=HEAD_OFFICE), "fold_bulletins")
    app.text_input(key="bulletin_text").set_value("全行通知").run()
    press(app, "publish_bulletin")
    assert "全行通知" in words_of(app)
    other = open_app("mine", viewer=MANAGER)
    assert "全行通知" in words_of(other)
    assert "publish_bulletin" not in [one.key for one in other.button]
