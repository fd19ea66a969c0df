"""Today's leads: rows with who, why, due and owner; a filter; a tap opens."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import words_of
from tests.ui.fakes import MANAGER, FakeHouse

OpenApp = Callable[..., AppTest]


def test_each_lead_says_who_why_when_and_whose(open_app: OpenApp) -> None:
    shown = words_of(open_app("leads", viewer=MANAGER))

    assert "今日线索 · 2026年11月21日 · 中山路支行" in shown
    assert "**王\\*\\*** :gray[稳健储蓄]" in shown
    assert "20万档" in shown
    assert "李敏" in shown
    assert "未分配" in shown


def test_an_amount_that_the_reason_names_is_not_said_twice(open_app: OpenApp) -> None:
    shown = [one.value for one in open_app("leads", viewer=MANAGER).markdown]

    (maturing,) = [text for text in shown if "存款到期" in text]
    assert maturing.endswith("  \n12-03 存款到期 20万档，未约定自动转存 :gray[· 李敏]")
    (broken_off,) = [text for text in shown if "申请未办完" in text]
    assert broken_off.endswith("**8万档** :gray[· 未分配]")


def test_the_filter_leaves_one_urgency(open_app: OpenApp) -> None:
    app = open_app("leads", viewer=MANAGER)
    assert app.button(key="urgency_all").label == "全部 3"

    app.button(key="urgency_overdue").click().run()

    assert [one.key for one in app.button if one.key.startswith("open_lead")] == ["open_lead_0"]
    assert "**陈\\*** :gray[线上理财]" in words_of(app)


def test_a_tap_opens_the_customer(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_app("leads", viewer=MANAGER)

    app.button(key="open_lead_0").click().run()

    assert ("open", "S002", "C0000001", None) in house.asked
    assert "先说这一句" in words_of(app)


def test_no_leads_says_what_will_come(open_app: OpenApp, house: FakeHouse) -> None:
    house.todays_leads = ()

    assert "今天没有线索" in words_of(open_app("leads", viewer=MANAGER))
