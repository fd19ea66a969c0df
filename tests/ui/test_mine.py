"""The page `mine`, and the press that refers a customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data.catalog import load_catalog
from lobby.data.desk import Happening, open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.outcomes import Entry
from lobby.domain.outcomes import Subject as Talked
from lobby.domain.referrals import Receiver, Subject
from lobby.domain.viewer import LANGUAGES, Language, Role, Viewer
from lobby.services.outcomes import record_outcome
from lobby.services.product_status import Wish, propose
from lobby.services.product_status import answer as answer_change
from lobby.services.referrals import answer, refer, referrals
from lobby.services.sources import Sources
from lobby.services.staff import viewer as viewer_of
from lobby.services.views import CustomerView, Reason, ServiceLine
from lobby.services.visits import open_customer
from tests.services.conftest import Watch
from tests.ui.conftest import words_of
from tests.ui.fakes import FakeHouse
from tests.ui.tiny_house import keys, press

OpenApp = Callable[..., AppTest]
FUND = Subject("product", "fund_mm")
TITLES: dict[Language, str] = {"zh_Hans": "**转介**", "zh_Hant": "**轉介**", "en": "**Referrals**"}
ASKING = ServiceLine(
    "referral", "请有资格的同事接待", (Reason("referral", {"qualification": "wm"}),), "请同事来跟您讲。"
)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def sources(house: FakeHouse, tiny_home: Path, tmp_path: Path, watch: Watch) -> Iterator[Sources]:
    """The tiny bank behind the page."""
    warehouse, desk = Warehouse(tiny_home), open_desk(tmp_path, watch)
    house.sources = Sources(warehouse, desk, load_catalog(), Settings(home=tiny_home), watch)
    yield house.sources
    desk.close()
    warehouse.close()


@pytest.fixture
def referred(sources: Sources) -> str:
    """A customer whom 何晓 referred to 马驰."""
    visit = open_customer(sources, signed_in(sources, "s1"), "c01")
    refer(sources, signed_in(sources, "s1"), visit, FUND, Receiver("colleague", "s2"), "one")
    return "one"


def signed_in(sources: Sources, staff_id: str) -> Viewer:
    return viewer_of(sources, staff_id, "test")


def state_of(sources: Sources, house: FakeHouse) -> list[str]:
    found = referrals(sources, signed_in(sources, "s1"), house.now(), "zh_Hans")
    return [line.referral.state for line in found.from_me]


def test_the_receiver_accepts_finishes_and_opens(
    open_app: OpenApp, sources: Sources, house: FakeHouse, referred: str
) -> None:
    app = open_app("mine", viewer=signed_in(sources, "s2"))
    shown = words_of(app)
    assert "转给我的 1 位" in shown
    assert "**王\\*\\***" in shown
    assert "何晓 → 马驰" in shown
    assert "您最近没有转出客户。" in shown

    app.button(key="accepted_one").click().run()
    assert state_of(sources, house) == ["accepted"]
    assert not [one for one in app.button if one.key == "accepted_one"]

    app.button(key="done_one").click().run()
    assert state_of(sources, house) == ["done"]
    assert "您接手 1 位，办成 1 位" in words_of(app)
    assert not [one for one in app.button if one.key == "open_one"]


def test_a_return_asks_why(open_app: OpenApp, sources: Sources, house: FakeHouse, referred: str) -> None:
    app = open_app("mine", viewer=signed_in(sources, "s2"))
    assert not [one for one in app.button if one.key == "no_time_one"]
    app.session_state["returned_one"] = True
    app.run()
    app.button(key="no_time_one").click().run()
    assert state_of(sources, house) == ["returned"]
    assert "现在忙不过来" in words_of(app)


def test_who_is_late_hears_who_was_faster(open_app: OpenApp, sources: Sources, referred: str) -> None:
    app = open_app("mine", viewer=signed_in(sources, "s3"))
    answer(sources, signed_in(sources, "s2"), referred, "accepted")
    app.button(key="accepted_one").click().run()
    assert "马驰已先一步处理" in words_of(app)


def test_the_maker_sees_who_has_it_and_takes_back_what_nobody_accepted(
    open_app: OpenApp, sources: Sources, house: FakeHouse, referred: str
) -> None:
    app = open_app("mine", viewer=signed_in(sources, "s1"))
    assert "我转出的 1 位" in words_of(app)
    assert not [one for one in app.button if one.key in ("accepted_one", "open_one")]
    app.button(key="withdrawn_one").click().run()
    assert state_of(sources, house) == ["withdrawn"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_three_languages(open_app: OpenApp, sources: Sources, language: Language) -> None:
    app = open_app("mine", viewer=signed_in(sources, "s1"), language=language)
    assert TITLES[language] in words_of(app)


@pytest.mark.parametrize("role", get_args(Role))
def test_only_branch_staff_have_the_page(open_app: OpenApp, sources: Sources, role: Role) -> None:
    app = open_app("mine", viewer=Viewer("s9", "示例", role, "b1", frozenset(), "test"))
    has_page = role in ("lobby", "adviser", "teller", "manager")
    assert (TITLES["zh_Hans"] in words_of(app)) is has_page


def asking(house: FakeHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the customer's page ask for a qualified colleague."""
    plain = house.look

    def look(*asked: Any) -> tuple[CustomerView, Happening]:
        view, decided = plain(*asked)
        return replace(view, services=(ASKING,)), decided

    monkeypatch.setattr(house, "look", look)


def choosing(
    open_app: OpenApp, sources: Sources, house: FakeHouse, monkeypatch: pytest.MonkeyPatch
) -> AppTest:
    """The customer's page with the choice of receivers open."""
    asking(house, monkeypatch)
    viewer = signed_in(sources, "s1")
    app = open_app("customer", viewer=viewer, customer_id="c01")
    app.session_state["visit"] = open_customer(sources, viewer, "c01")
    app.session_state["fold_services"] = True
    app.session_state["refer_qualification_wm"] = True
    app.run()
    return app


def test_one_tap_on_a_colleague_refers_and_the_choice_then_says_who_has_it(
    open_app: OpenApp, sources: Sources, house: FakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = choosing(open_app, sources, house, monkeypatch)
    end = f"_{app.session_state['visit'].visit_id}"
    labels = {key.removesuffix(end): app.button(key=key).label for key in keys(app, "to_")}
    assert labels == {
        "to_colleague_s2_qualification_wm": "马驰 · 理财经理 · 基金销售资格 · 保险销售资格 · 理财销售资格",
        "to_desk_zone_qualification_wm": "理财专区",
    }

    press(app, "to_colleague_s2_qualification_wm_")
    assert state_of(sources, house) == ["made"]
    assert "何晓 → 马驰" in words_of(app)
    assert keys(app, "to_") == []


def test_another_branch_is_chosen_from_the_list(
    open_app: OpenApp, sources: Sources, house: FakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = choosing(open_app, sources, house, monkeypatch)
    app.selectbox(key="branch_qualification_wm").select("b2").run()
    press(app, "nearer_b2_qualification_wm")
    assert state_of(sources, house) == ["made"]


def test_nobody_without_a_branch_has_the_press(
    open_app: OpenApp, sources: Sources, house: FakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(house, monkeypatch)
    viewer = signed_in(sources, "s5")
    app = open_app("customer", viewer=viewer, customer_id="c01")
    app.session_state["visit"] = open_customer(sources, viewer, "c01", reason="asked for")
    app.session_state["fold_services"] = True
    app.run()
    assert "请同事来跟您讲" in words_of(app)
    assert "refer_qualification_wm" not in app.session_state


def test_who_is_to_be_told_is_listed_with_the_sentence_and_settled_with_one_tap(
    open_app: OpenApp, sources: Sources, house: FakeHouse, watch: Watch
) -> None:
    viewer = signed_in(sources, "s1")
    visit = open_customer(sources, viewer, "c01")
    entry = Entry("one", "c01", Talked("product", "dep_term"), "interested")
    record_outcome(sources, viewer, visit, entry, house.now())
    assert "没有需要告知的客户。" in words_of(open_app("mine", viewer=viewer))

    maker, checker = (Viewer(one, one, "head_office", None) for one in ("h1", "h2"))
    watch.pass_by(minutes=5)
    propose(sources, maker, Wish("dep_term", None, "sold_out", reason="额度用完"), "gone")
    answer_change(sources, checker, "gone", "checked")
    app = open_app("mine", viewer=viewer)
    shown = words_of(app)
    assert "已售罄] **王\\*\\*** 整存整取定期存款" in shown
    assert "您上次问起的那一款，现在已经售罄。" in shown
    assert "可电话告知 · 11\\-20 09\\:05 · 何晓 谈过" in shown

    app.button(key="told_c01_gone").click().run()
    assert "没有需要告知的客户。" in words_of(app)
