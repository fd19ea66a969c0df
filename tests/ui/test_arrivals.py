"""The board on the screen: who is here, taken with one tap, known or not, finished, complained."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lobby.domain.viewer import Viewer
from lobby.services import complaints, serving
from lobby.services.sources import Sources
from lobby.services.staff import viewer as viewer_of
from lobby.services.visits import open_customer
from lobby.ui.text import unbroken
from tests.desk_stores import Watch
from tests.services.test_board import come
from tests.ui.conftest import words_of
from tests.ui.tiny_house import app, bank, keys, opened, press, viewer, visit, watch

__all__ = ["app", "bank", "viewer", "visit", "watch"]

OpenApp = Callable[..., AppTest]


def board_of(open_app: OpenApp, viewer: Viewer) -> AppTest:
    return open_app("board", viewer=viewer)


def test_who_comes_stands_there_masked_with_business_wait_and_place(
    open_app: OpenApp, bank: Sources, viewer: Viewer, watch: Watch
) -> None:
    come(bank, "A001", "c01", business_type="deposit_maturity")
    watch.pass_by(minutes=6)
    come(bank, "A002")
    shown = words_of(board_of(open_app, viewer))
    assert "**A001** 王\\*\\*" in shown
    assert "存单到期、转存 · 机器可办" in shown
    assert "6 分钟" in shown
    assert "引导入座" in shown
    assert "**A002** 新访客" in shown
    assert "没说办什么" in shown
    assert unbroken("刚到") in shown


def test_nothing_stands_there_that_the_queue_must_not_read(
    open_app: OpenApp, bank: Sources, viewer: Viewer
) -> None:
    customers = ("c01", "c02", "c05", "c07", "c09", "c10", "c11", "c12")
    for number, customer_id in enumerate(customers):
        come(bank, f"A{number:03}", customer_id)
    come(bank, "B001", "c03", branch_id="b2")
    shown = words_of(board_of(open_app, viewer))
    segments = {one.service_name["zh_Hans"] for one in bank.catalog.segments}
    products = {one.name["zh_Hans"] for one in bank.catalog.products.values()}
    assert "¥" not in shown
    assert "档" not in shown
    assert not [name for name in segments | products if name in shown]
    assert "王秀兰" not in shown
    assert "B001" not in shown
    assert "陈" not in shown


def test_one_tap_takes_somebody_and_turns_to_the_customer(
    open_app: OpenApp, bank: Sources, viewer: Viewer
) -> None:
    arrival_id = come(bank, "A001", "c01", business_type="large_cash")
    app = press(board_of(open_app, viewer), "serve_")
    shown = words_of(app)
    assert "先说这一句" in shown
    assert "**大额取现**" in shown
    assert "带身份证、银行卡 · 约 10 分钟" in shown
    assert serving.admit(bank, viewer, arrival_id).owner_staff_id == "s1"


def test_whom_a_colleague_took_has_no_press_and_says_who(
    open_app: OpenApp, bank: Sources, viewer: Viewer
) -> None:
    serving.take(bank, viewer_of(bank, "s2", "ipad-2"), come(bank, "A001", "c01"), 0)
    app = board_of(open_app, viewer)
    assert "马驰 在接待" in words_of(app)
    assert keys(app, "serve_") == []
    assert keys(board_of(open_app, viewer_of(bank, "s3", "ipad-3")), "serve_") == ["serve_m-A001"]


def test_who_was_slower_is_told_who_has_them(open_app: OpenApp, bank: Sources, viewer: Viewer) -> None:
    arrival_id = come(bank, "A001", "c01")
    app = board_of(open_app, viewer)
    serving.take(bank, viewer_of(bank, "s2", "ipad-2"), arrival_id, 0)
    shown = words_of(press(app, "serve_"))
    assert "马驰 已在接待" in shown
    assert "先说这一句" not in shown


def test_the_filters_count_and_keep(open_app: OpenApp, bank: Sources, viewer: Viewer) -> None:
    for ticket in ("A001", "A002", "A003"):
        come(bank, ticket)
    serving.step(bank, viewer, "m-A001", "served")
    serving.take(bank, viewer, "m-A002", 0)
    app = board_of(open_app, viewer)
    labels = [app.button(key=f"arrivals_{name}").label for name in ("waiting", "mine", "all", "served")]
    assert labels == ["等候 2", "我的 1", "全部 3", "已办 1"]
    assert "A001" not in words_of(app)
    app.button(key="arrivals_served").click().run()
    assert "A001" in words_of(app)
    assert "A002" not in words_of(app)
    app.button(key="arrivals_mine").click().run()
    assert "A002" in words_of(app)
    assert "A003" not in words_of(app)


def test_staff_say_that_somebody_was_served_or_give_them_back(
    open_app: OpenApp, bank: Sources, viewer: Viewer
) -> None:
    for ticket in ("A001", "A002"):
        serving.take(bank, viewer, come(bank, ticket), 0)
    app = board_of(open_app, viewer)
    app.button(key="served_m-A001").click().run()
    app.button(key="back_m-A002").click().run()
    assert serving.admit(bank, viewer, "m-A001").state == "served"
    assert serving.admit(bank, viewer, "m-A002").owner_staff_id is None


def test_a_visitor_is_greeted_found_and_bound_to_the_ticket(
    open_app: OpenApp, bank: Sources, viewer: Viewer
) -> None:
    come(bank, "A001")
    app = press(board_of(open_app, viewer), "serve_")
    assert "第一次来吗" in words_of(app)
    app.session_state["visit"] = open_customer(bank, viewer, "c01")
    app.session_state["go_to"] = "customer"
    app.run()
    (bind,) = keys(app, "bind_")
    assert app.button(key=bind).label == "就是 A001"
    press(app, bind)
    assert serving.admit(bank, viewer, "m-A001").customer_id == "c01"
    assert keys(app, "bind_") == []


@pytest.mark.parametrize(
    ("business", "said"),
    [("proxy", "是替家里人来办的"), ("complaint", "我听着呢"), ("open_account", "第一次来吗")],
)
def test_what_a_visitor_came_for_decides_what_is_said_first(
    open_app: OpenApp, bank: Sources, viewer: Viewer, business: str, said: str
) -> None:
    come(bank, "A001", business_type=business)
    assert said in words_of(press(board_of(open_app, viewer), "serve_"))


def test_a_complaint_takes_one_tap(open_app: OpenApp, bank: Sources, viewer: Viewer) -> None:
    come(bank, "A001", "c01")
    app = opened(open_app, viewer, open_customer(bank, viewer, "c01"))
    assert keys(app, "interested_dep_cd")
    press(app, "complain_")
    shown = words_of(app)
    assert "投诉已记 b1\\-20261120\\-01，已请主管" in shown
    assert "我听着呢" in shown
    assert keys(app, "complain") == []
    assert keys(app, "interested_") == []
    assert keys(app, "take_") == []


def test_a_manager_is_called_on_every_page_until_one_comes(
    open_app: OpenApp, bank: Sources, viewer: Viewer
) -> None:
    complaints.of_arrival(bank, viewer, come(bank, "A001"), "k1")
    manager = viewer_of(bank, "s3", "ipad-3")
    for page in ("board", "leads", "data"):
        assert "有客户投诉，请您过去" in words_of(open_app(page, viewer=manager))
    assert "有客户投诉" not in words_of(board_of(open_app, viewer))
    app = press(board_of(open_app, manager), "come_")
    assert "有客户投诉" not in words_of(app)


def test_a_complaint_of_a_visitor_has_its_number_on_the_board(
    open_app: OpenApp, bank: Sources, viewer: Viewer
) -> None:
    come(bank, "A001")
    app = press(press(board_of(open_app, viewer), "serve_"), "complain_")
    assert "投诉已记 b1\\-20261120\\-01" in words_of(app)
    assert "先听客户说" in words_of(app)


def test_at_the_peak_there_is_triage_only(open_app: OpenApp, bank: Sources, viewer: Viewer) -> None:
    peak = bank.catalog.policy.talk_peak_people
    for number in range(peak):
        come(bank, f"A{number:03}", business_type="large_cash")
    come(bank, "A999", "c05", business_type="large_cash")
    board = board_of(open_app, viewer)
    assert "高峰：只分流" in words_of(board)
    assert "带身份证、银行卡" in words_of(board)
    app = opened(open_app, viewer, open_customer(bank, viewer, "c05"))
    assert "高峰：只分流" in words_of(app)
    assert keys(app, "talk_") == []


def test_two_who_came_together_are_told_that_each_account_is_its_owners(app: AppTest) -> None:
    app.session_state["has_company"] = True
    app.run()
    assert "两位是办同一件事吗" in words_of(app)


def test_a_silent_machine_is_told_of_until_it_speaks(
    open_app: OpenApp, bank: Sources, viewer: Viewer, watch: Watch
) -> None:
    assert "排队机今天没有消息" in words_of(board_of(open_app, viewer))
    come(bank, "A001")
    assert "排队机" not in words_of(board_of(open_app, viewer))
    watch.pass_by(minutes=16)
    assert "排队机从 09:00 起没有消息" in words_of(board_of(open_app, viewer))


def test_the_screen_is_locked_from_the_board(open_app: OpenApp, bank: Sources, viewer: Viewer) -> None:
    app = board_of(open_app, viewer)
    app.button(key="lock_board").click().run()
    assert "屏幕已遮住" in words_of(app)


def test_head_office_has_no_board(open_app: OpenApp, bank: Sources) -> None:
    app = open_app("board", viewer=viewer_of(bank, "s5", "laptop"))
    assert keys(app, "arrivals_") == []
    assert keys(app, "lock_board") == []
