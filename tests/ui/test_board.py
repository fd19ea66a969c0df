"""The board: search, open, and what stands there when there is nothing."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.logged import logged
from tests.ui.conftest import words_of
from tests.ui.fakes import HITS, LOBBY, FakeHouse

OpenApp = Callable[..., AppTest]


def test_before_the_first_customer_the_next_step_is_said(open_app: OpenApp) -> None:
    app = open_app()

    assert app.text_input(key="search").value == ""
    assert "客户一到店就会出现在这里" in words_of(app)


def test_two_letters_find_masked_rows(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_app()

    app.text_input(key="search").set_value("wang").run()

    assert house.asked == [("find", "S001", "wang", None)]
    assert [app.button(key=f"open_{hit.customer_id}").label for hit in HITS] == ["打开"] * 3
    assert "**王\\*\\*** :gray[中山路支行 · 65\\-69 岁 · 尾号 8001 1234]" in [
        row.value for row in app.markdown
    ]


def test_one_letter_says_type_more_and_no_count(open_app: OpenApp) -> None:
    app = open_app()

    app.text_input(key="search").set_value("w").run()

    assert [one.value for one in app.caption] == [
        "再多输入一些：至少 2 个字或字母，或 4 位数字。",
        r"S001 · 2026\-11\-21 09\:30",
    ]


def test_nobody_found_says_what_to_try(open_app: OpenApp) -> None:
    app = open_app()

    app.text_input(key="search").set_value("zzz").run()

    assert "没有找到" in words_of(app)


def test_another_branch_asks_for_a_reason_first_and_then_searches_with_it(
    open_app: OpenApp, house: FakeHouse
) -> None:
    app = open_app()
    app.text_input(key="search").set_value("C0000002").run()
    assert "先写原因" in words_of(app)

    app.text_input(key="reason").set_value("客户来补换卡").run()

    assert house.asked[-1] == ("find", "S001", "C0000002", "客户来补换卡")
    assert app.button(key="open_C0000002")


def test_a_rerun_does_not_search_again(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_app()
    app.text_input(key="search").set_value("wang").run()

    app.run()

    assert len(house.asked) == 1


def test_a_tap_opens_the_customer_and_turns_the_page(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_app()
    app.text_input(key="search").set_value("wang").run()

    app.button(key="open_C0000001").click().run()

    assert ("open", "S001", "C0000001", None) in house.asked
    assert "先说这一句" in words_of(app)


def test_a_tap_turns_the_page_without_drawing_the_old_one_again(
    open_app: OpenApp, house: FakeHouse, caplog: pytest.LogCaptureFixture
) -> None:
    house.recent = HITS[:1]
    app = open_app()
    house.fault = RuntimeError("the board was drawn again")

    app.button(key="open_C0000001").click().run()

    assert "先说这一句" in words_of(app)
    assert "recently_opened" not in str(logged(caplog))


def test_a_refused_opening_says_why_and_stays(open_app: OpenApp) -> None:
    app = open_app()
    app.text_input(key="search").set_value("wang").run()

    app.button(key="open_C0000003").click().run()

    assert "10 分钟内已打开 20 位客户" in words_of(app)
    assert app.text_input(key="search").value == "wang"


def test_a_fault_shows_a_code_and_never_its_text(open_app: OpenApp, house: FakeHouse) -> None:
    house.fault = ValueError("张三 13800138000")
    app = open_app()

    app.text_input(key="search").set_value("wang").run()

    shown = words_of(app)
    assert "程序出了一点问题" in shown
    assert "L-" in shown
    assert "张三" not in shown
    assert "138" not in shown


def test_whom_one_opened_lately_stands_below(open_app: OpenApp, house: FakeHouse) -> None:
    house.recent = HITS[:1]

    app = open_app()

    assert "**最近打开**" in [one.value for one in app.markdown]
    assert app.button(key="open_C0000001")


def test_lobby_staff_have_two_pages_and_no_leads(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_app("leads", viewer=LOBBY)

    assert "今日线索" not in words_of(app)
    assert not [asked for asked in house.asked if asked[0] == "leads"]
