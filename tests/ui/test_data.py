"""The data page: dates, counts, checks, what is missing, and the audit for those who may."""

from collections.abc import Callable
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from lobby.domain.errors import AccessRefused
from tests.ui.conftest import popovers, words_of
from tests.ui.fakes import AUDITOR, HEAD_OFFICE, MANAGER, FakeHouse

OpenApp = Callable[..., AppTest]


def test_the_page_says_how_fresh_and_how_whole_the_figures_are(open_app: OpenApp) -> None:
    app = open_app("data", viewer=MANAGER)

    shown = words_of(app)
    assert [one.value for one in app.metric] == ["11-20", "2,000", "4,200", "3", "成功"]
    assert "没有授权记录的客户按未授权处理。" in shown
    assert "没有提供：调查" in shown
    assert "主键重复且内容不同" in shown
    assert "account.csv:7" in shown.replace("\\", "")


def test_consent_by_default_is_said(open_app: OpenApp, house: FakeHouse) -> None:
    house.fresh = replace(house.fresh, consent_default="granted")

    assert "count as having agreed" in words_of(open_app("data", viewer=MANAGER, language="en"))


def test_a_press_opens_the_rows_a_check_set_aside(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_app("data", viewer=MANAGER, language="en")
    assert house.asked == []

    app.button(key="rows_0").click().run()

    assert house.asked == [("rows_set_aside", "S002", "account", "duplicate_differs", "account_id")]
    shown = app.table[0].value
    assert shown.columns.tolist() == ["File and row", "Reason", "Record"]
    assert [[str(cell).replace("\\", "") for cell in row] for row in shown.to_numpy().tolist()] == [
        [
            f"account.csv:{line}",
            "same key, different rows · account_id",
            f"account_id A7 · kind current · opened_on {opened_on} · customer_id C0000001",
        ]
        for line, opened_on in ((7, "2024-01-05"), (9, "2024-02-05"))
    ]
    assert "The first 2 of 3 rows." in words_of(app)


def test_only_checks_that_set_rows_aside_open(open_app: OpenApp) -> None:
    app = open_app("data", viewer=AUDITOR)

    assert [one.key for one in app.button if str(one.key).startswith("rows_")] == ["rows_0"]


def test_a_fault_while_rows_are_read_is_told_calmly(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_app("data", viewer=MANAGER)
    house.fault = AccessRefused("not_for_role", "Rows set aside are for managers.")

    app.button(key="rows_0").click().run()

    assert not app.exception
    assert not app.table
    assert "这一页不属于您的岗位" in words_of(app)


def test_head_office_has_no_audit(open_app: OpenApp) -> None:
    assert "谁看过谁" not in words_of(open_app("data", viewer=HEAD_OFFICE))


def test_f24_old_figures_and_a_failed_build_are_said_on_every_page(
    open_app: OpenApp, house: FakeHouse
) -> None:
    assert house.now_standing is not None
    house.now_standing = replace(house.now_standing, has_failed_build=True)
    assert "昨夜的数据没有更新。" in words_of(open_app("board"))

    house.now_standing = replace(house.now_standing, has_failed_build=False, is_stale=True)
    assert "数据截至 11-20。" in words_of(open_app("board"))


def test_f24_blocked_money_is_nowhere_on_the_page_and_cannot_be_revealed(
    open_app: OpenApp, house: FakeHouse
) -> None:
    assert house.now_standing is not None
    house.now_standing = replace(house.now_standing, has_failed_build=True, is_stale=True, is_blocked=True)
    app = open_app("customer", customer_id="C0000001")

    assert "数据太旧，金额暂不显示；请以柜面系统为准。" in words_of(app)
    assert [one.value for one in app.metric] == ["已隐藏", "已隐藏"]
    app.button(key="open_total").click().run()
    assert "显示准确金额" not in popovers(app)
    assert "看完整" in popovers(app)  # a name is no money
    app.session_state["reveal_assets"] = True
    assert "what_amounts_assets" not in [one.key for one in app.run().button]
    assert "万" not in words_of(app).replace("¥20万起", "").replace("大额存单 20 万起", "")
