"""What leaves the screen when somebody is with the customer, and what is asked before details are shown."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from lobby.services.views import Reason
from tests.portraits import CATALOG
from tests.ui.conftest import popovers, words_of
from tests.ui.fakes import MANAGER, FakeHouse
from tests.ui.tiny_house import press, reveal

OpenApp = Callable[..., AppTest]
NEVER_SPOKEN = ("忠诚与流失预警", "信用迹象", "合作方信息")


@pytest.fixture(autouse=True)
def words_to_companions(house: FakeHouse) -> None:
    """What is said first to two who come together stands in the catalogue."""
    house.sources = SimpleNamespace(catalog=CATALOG)  # type: ignore[assignment]


def keys_of(app: AppTest) -> set[str]:
    return {str(one.key) for one in app.button}


def test_nobody_is_there_at_first_and_amounts_stand_in_bands(open_app: OpenApp) -> None:
    app = open_app("customer", viewer=MANAGER, customer_id="C0000001")

    assert app.button(key="company").label == "旁边有人"
    assert [one.value for one in app.metric] == ["40万档", "20万档"]
    assert len(app.get("image")) == 2


def test_with_company_relations_and_amounts_leave_the_screen_visibly(open_app: OpenApp) -> None:
    app = open_app("customer", viewer=MANAGER, customer_id="C0000001")
    app.session_state["fold_assets"] = True
    app.run()
    assert "联名：活期 5678" in words_of(app)
    assert [
        title for title in ("忠诚与流失预警", "信用迹象", "合作方信息") if title not in words_of(app)
    ] == []

    app.button(key="company").click().run()

    assert app.button(key="company").label == "旁边有人：金额与关系已隐藏"
    assert [one.value for one in app.metric] == ["已隐藏", "已隐藏"]
    shown = words_of(app)
    assert "关系" not in shown.replace("金额与关系已隐藏", "")
    assert not [title for title in NEVER_SPOKEN if title in shown]
    assert "万" not in shown.replace("¥20万起", "").replace("大额存单 20 万起", "")
    assert "联名" not in shown
    assert not app.get("image")
    assert not app.get("echarts_chart")

    app.button(key="company").click().run()

    assert [one.value for one in app.metric] == ["40万档", "20万档"]


def test_company_hides_what_was_revealed_and_offers_no_reveal(open_app: OpenApp) -> None:
    app = open_app("customer", customer_id="C0000001")
    app.button(key="open_total").click().run()
    reveal(app)
    assert [one.value for one in app.metric] == ["¥45.63万", "¥20.45万"]

    app.button(key="company").click().run()
    app.button(key="open_total").click().run()

    assert "显示准确金额" not in popovers(app)
    assert "204,512" not in words_of(app)

    app.button(key="company").click().run()

    assert [one.value for one in app.metric] == ["40万档", "20万档"]


def test_the_next_customer_is_alone_again(open_app: OpenApp) -> None:
    app = open_app("customer", customer_id="C0000001")
    app.button(key="company").click().run()

    press(app, "not_this_one_")

    assert "has_company" not in app.session_state


def test_without_the_guardian_there_are_services_and_no_details(open_app: OpenApp, house: FakeHouse) -> None:
    house.changed = {"needs_guardian": True}
    app = open_app("customer", customer_id="C0000001")
    assert "监护人在场吗？" in words_of(app)
    assert "反诈守护" in words_of(app)
    assert not app.metric
    assert not [one for one in house.asked if one[0] == "section"]

    app.button(key="guardian_present").click().run()

    assert [one.value for one in app.metric] == ["40万档", "20万档"]
    assert "监护人在场吗？" not in words_of(app)
    assert "年度回顾" in words_of(app)


def test_a_child_is_offered_no_year(open_app: OpenApp, house: FakeHouse) -> None:
    house.changed = {"needs_guardian": True, "has_year": False}
    app = open_app("customer", customer_id="C0000001")
    app.button(key="guardian_present").click().run()
    assert "近期联系" in words_of(app)
    assert "年度回顾" not in words_of(app)


def test_an_owner_is_asked_whose_matter_comes_first(open_app: OpenApp, house: FakeHouse) -> None:
    house.changed = {"is_owner": True, "business_months": 4}
    app = open_app("customer", customer_id="C0000001")
    assert not app.metric

    app.button(key="capacity_company").click().run()

    assert "近 6 个完整月中有 4 个月有经营收款。" in words_of(app)
    assert "公司的事我请对公同事来。 :gray-badge[对公区]" in words_of(app)
    assert not app.metric

    app.button(key="then_personal").click().run()

    assert [one.value for one in app.metric] == ["40万档", "20万档"]
    assert "then_personal" not in keys_of(app)


def test_an_owner_who_comes_for_themselves_sees_the_person_at_once(
    open_app: OpenApp, house: FakeHouse
) -> None:
    house.changed = {"is_owner": True}
    app = open_app("customer", customer_id="C0000001")

    app.button(key="capacity_personal").click().run()

    assert [one.value for one in app.metric] == ["40万档", "20万档"]


def test_what_is_never_spoken_leaves_the_screen_with_company(open_app: OpenApp, house: FakeHouse) -> None:
    facts = {"amount": Decimal(70_000), "amount_before": Decimal(20_000), "days": 90, "bank": "他行"}
    house.happened = (
        Reason("outflow_to_bank", facts, is_unspoken=True),
        Reason("idle_surplus", {"amount": 9}),
    )
    app = open_app("customer", viewer=MANAGER, customer_id="C0000001")
    assert "转往他行" in words_of(app)

    app.button(key="company").click().run()

    assert "转往他行" not in words_of(app)
    assert "活期" in words_of(app)
