"""Before a page: the demo sign-in, its refusals, the curtain."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lobby.services import sessions
from lobby.ui import demo
from tests.ui.conftest import words_of
from tests.ui.fakes import LOBBY, FakeHouse

OpenApp = Callable[..., AppTest]


def test_a_browser_elsewhere_is_refused_and_told_why(open_app: OpenApp) -> None:
    app = open_app(viewer=None)

    assert "演示登录只在本机打开" in words_of(app)
    assert not app.selectbox


def test_real_data_has_no_demo_sign_in(open_app: OpenApp, house: FakeHouse) -> None:
    assert house.now_standing is not None
    house.now_standing = replace(house.now_standing, is_demo=False)

    assert "这里不能选人登录" in words_of(open_app(viewer=None))


def test_before_the_first_build_the_next_step_is_said(open_app: OpenApp, house: FakeHouse) -> None:
    house.now_standing = None

    assert "还没有客户画像" in words_of(open_app(viewer=None))


@pytest.fixture
def from_this_machine(monkeypatch: pytest.MonkeyPatch, house: FakeHouse) -> None:
    """As if the guard had marked the request, and the gate given it a session."""
    known = {one.staff_id: one for one in house.staff_members}
    monkeypatch.setattr(demo, "is_direct", lambda: True)
    monkeypatch.setattr(sessions, "sign_in", lambda sources, session_id, staff_id, device: known[staff_id])


@pytest.mark.usefixtures("from_this_machine")
def test_choosing_a_person_signs_in(open_app: OpenApp) -> None:
    app = open_app(viewer=None)
    assert app.selectbox(key="staff").options == [
        "李敏 · 大堂经理 · 中山路支行",
        "王颖 · 支行长 · 中山路支行",
        "赵诚 · 审计 · 中山路支行",
        "周岚 · 总行",
    ]

    app.button(key="sign_in").click().run()

    assert app.session_state["viewer"] == LOBBY
    assert app.text_input(key="search") is not None


@pytest.mark.usefixtures("from_this_machine")
def test_the_language_of_the_sign_in_page_is_kept(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_app(viewer=None)
    app.button(key="language_en").click().run()

    app.button(key="sign_in").click().run()

    assert "The lobby today" in words_of(app)
    assert house.spoken == {LOBBY.staff_id: "en"}  # and for when this page is loaded anew


def test_the_curtain_hides_the_customer_and_one_tap_lifts_it(open_app: OpenApp) -> None:
    app = open_app("customer", customer_id="C0000001")
    app.session_state["covered"] = time.monotonic()
    app.run()
    assert "王" not in words_of(app)

    app.button(key="lift").click().run()

    assert "先说这一句" in words_of(app)


def test_after_three_minutes_the_curtain_leads_to_sign_in(open_app: OpenApp) -> None:
    app = open_app("customer", customer_id="C0000001")
    app.session_state["covered"] = time.monotonic() - 181
    app.run()

    app.button(key="lift").click().run()

    assert "viewer" not in app.session_state
    assert "visit" not in app.session_state
