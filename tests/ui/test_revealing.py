"""Lifting a mask on the customer's page: what and why in two taps, and gone after a while or with them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lobby.services.sources import Sources
from lobby.services.views import Visit
from tests.ui.conftest import popovers, words_of
from tests.ui.fakes import AUDITOR, NOW, FakeHouse
from tests.ui.tiny_house import keys, press, reveal

OpenApp = Callable[..., AppTest]
BANDS, EXACT = ["40万档", "20万档"], ["¥45.63万", "¥20.45万"]
WHOLE = ("王秀兰", "13800001234", "1958-03-08")


@pytest.fixture(autouse=True)
def checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Own words are short below four signs, and kept from then on."""
    short = "lobby.services.reveal.fault_of"
    monkeypatch.setattr(short, lambda sources, why, note: "note_short" if len(note) < 4 else None)


def opened(open_app: OpenApp, **more: object) -> AppTest:
    app = open_app("customer", customer_id="C0000001", **more)
    app.session_state["reveal_assets"] = True
    return app.run()


def metrics(app: AppTest) -> list[str]:
    return [one.value for one in app.metric]


def asked(house: FakeHouse) -> list[tuple[object, ...]]:
    return [one[2:] for one in house.asked if one[0] == "reveal"]


def test_jrt_0171_display_amounts_are_two_taps_away_and_nothing_else_is_shown_by_them(
    open_app: OpenApp, house: FakeHouse
) -> None:
    app = reveal(open_app("customer", customer_id="C0000001"), "assets", "asked")
    assert asked(house) == [("amounts", "asked", "")]
    assert metrics(app) == EXACT
    assert "准确金额** :orange-badge" in words_of(app)
    assert [whole for whole in WHOLE if whole in words_of(app)] == []
    assert not app.session_state["reveal_assets"]  # the press has closed over it


def test_jrt_0171_display_each_field_that_is_chosen_is_asked_for_by_itself(
    open_app: OpenApp, house: FakeHouse
) -> None:
    app = opened(open_app)
    assert [app.button(key=f"what_{field}_assets").label for field in ("name", "phone", "birth_date")] == [
        "姓名 王\\*\\*",
        "电话 138\\*\\*\\*\\*1234",
        "出生日期 65\\-69 岁",
    ]
    for field in ("amounts", "name", "phone"):
        app.button(key=f"what_{field}_assets").click().run()
    app = press(app, "why_verify_assets_")
    assert asked(house) == [("name", "verify", ""), ("phone", "verify", "")]
    assert metrics(app) == BANDS
    assert app.markdown[0].value.startswith("**王秀兰 女士**")
    assert "13800001234" in words_of(app)
    assert "1958" not in words_of(app)


def test_another_reason_is_typed_and_nothing_is_shown_before_it_says_something(
    open_app: OpenApp, house: FakeHouse
) -> None:
    app = opened(open_app)
    (other,) = keys(app, "why_other_assets_")
    for typed, is_ready in (("", False), ("看看", False), ("打印流水", True)):
        app.text_input(key="why_assets_V-C0000001").set_value(typed).run()
        assert app.button(key=other).disabled is not is_ready
        assert ("原因太短" in words_of(app)) is (typed == "看看")
    app.button(key=other).click().run()
    assert asked(house) == [("amounts", "other", "打印流水")]


def test_without_a_field_no_reason_can_be_tapped(open_app: OpenApp) -> None:
    app = opened(open_app)
    app.button(key="what_amounts_assets").click().run()
    assert all(
        app.button(key=key).disabled
        for why in ("asked", "verify", "other")
        for key in keys(app, f"why_{why}_assets")
    )


def hidden(app: AppTest) -> AppTest:
    app.button(key="hide_revealed").click().run()
    return app


def turned_away(app: AppTest) -> AppTest:
    app.session_state["visit"] = Visit("V-2", "C0000001", NOW)
    return app.run()


def run_out(app: AppTest) -> AppTest:
    held = app.session_state["revealed"]
    app.session_state["revealed"] = {field: (of, at - 30, value) for field, (of, at, value) in held.items()}
    return app.run()


def covered(app: AppTest) -> AppTest:
    press(app, "lock")
    del app.session_state["covered"]
    return app.run()


def in_company(app: AppTest) -> AppTest:
    press(app, "company")
    assert "看完整" not in popovers(app)
    return press(app, "company")


@pytest.mark.parametrize("ends", [hidden, turned_away, run_out, covered, in_company])
def test_jrt_0171_display_it_is_gone_after_its_time_the_press_the_curtain_or_the_customer(
    open_app: OpenApp, ends: Callable[[AppTest], AppTest], sources: Sources
) -> None:
    app = opened(open_app)
    app.session_state["menu"] = True
    for field in ("name", "phone"):
        app.button(key=f"what_{field}_assets").click().run()
    app = press(app, "why_verify_assets_")
    assert metrics(app) == EXACT
    app = ends(app)
    assert metrics(app) == BANDS
    assert [whole for whole in WHOLE if whole in words_of(app)] == []
    assert [whole for whole in WHOLE if whole in repr(app.session_state)] == []


def test_what_is_revealed_later_ends_later(open_app: OpenApp) -> None:
    app = reveal(open_app("customer", customer_id="C0000001"), "assets", "asked")
    visit, at, value = app.session_state["revealed"]["amounts"]
    app.session_state["revealed"] = {"amounts": (visit, at - 29, value), "phone": (visit, at, "13800001234")}
    app.run()
    assert metrics(app) == EXACT
    app.session_state["revealed"] = {"amounts": (visit, at - 31, value), "phone": (visit, at, "13800001234")}
    app.run()
    assert metrics(app) == BANDS
    assert "13800001234" in words_of(app)
    assert time.monotonic() - at < 25


def test_a_role_is_offered_what_the_policy_lets_it_see(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lobby.ui.revealing.revealable", lambda viewer: ("name",))
    app = opened(open_app, viewer=AUDITOR)
    assert keys(app, "what_amounts") == []
    app.button(key="open_total").click().run()
    assert "显示准确金额" not in popovers(app)
