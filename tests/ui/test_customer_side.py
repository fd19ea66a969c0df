"""The turned screen over the tiny bank: what the customer sees, taps and grants, and the one way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data.catalog import load_catalog
from lobby.data.desk import open_desk
from lobby.data.desk_consents import consents_of
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.viewer import LANGUAGES, Language, Viewer
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.built import open_built, tiny_home
from tests.ui.conftest import words_of
from tests.ui.fakes import FakeHouse
from tests.ui.tiny_house import keys, press

__all__ = ["tiny_home"]
OpenApp = Callable[..., AppTest]
Turned = Callable[..., AppTest]
ADVISER = Viewer("s2", "马驰", "adviser", "b1", frozenset({"wm", "fund", "ins", "loan"}), "test")
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)
FOR_STAFF = (
    "先说这一句", "先办", "没有建议", "合适 高", "合适 中", "流失", "忠诚", "意愿", "客群", "对照组",
    "本次不主动介绍", "近 90 天", "长尾", "潜力", "同一住址", "转介", "资格", "场景", "信用分层", "风险标记",
)  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(tiny_home: Path) -> Iterator[Warehouse]:
    opened = Warehouse(tiny_home)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def sources(house: FakeHouse, warehouse: Warehouse, tmp_path: Path) -> Iterator[Sources]:
    desk = open_desk(tmp_path, lambda: MOMENT)
    settings = Settings(home=tmp_path, continue_url="https://m.bank.example/c/")
    house.sources = Sources(warehouse, desk, load_catalog(), settings, lambda: MOMENT)
    yield house.sources
    desk.close()


@pytest.fixture
def turned(open_app: OpenApp, sources: Sources) -> Turned:
    """The screen turned to a customer, showing `what`."""

    def run(
        customer_id: str,
        what: str = "home",
        *,
        is_alone: bool = False,
        language: Language = "zh_Hans",
        **more: bool,
    ) -> AppTest:
        visit = open_customer(sources, ADVISER, customer_id, reason="test of the screen")
        app = open_app("board", ADVISER, language)
        app.session_state["visit"] = visit
        app.session_state["turned"] = (visit.visit_id, what, is_alone)
        app.session_state["go_to"] = "customer"
        for name, value in more.items():
            app.session_state[name] = value
        app.run()
        assert not app.exception
        return app

    return run


def told(app: AppTest) -> str:
    return words_of(app).replace("\\", "")


@pytest.mark.parametrize("customer_id", ["c01", "c02", "c05", "c08", "c10", "c11"])
def test_nothing_judged_and_nobody_else_is_on_any_sheet(
    customer_id: str, turned: Turned, sources: Sources, tiny_home: Path
) -> None:
    with open_built(tiny_home) as con:
        people = con.execute("select customer_id, name from portrait where kind = 'person'").fetchall()
    others = {name for one, name in people if one != customer_id and name}
    segments = {one.service_name[lang] for one in sources.catalog.segments for lang in LANGUAGES}
    app = turned(customer_id, is_alone=True)
    seen = [told(app)]
    for key in [key for key in keys(app, "") if key.startswith(("see_", "side_"))]:
        seen.append(told(press(app, key)))
        press(app, "side_home")
    words = "\n".join(seen)
    assert "您好" in words or "Good day" in words
    for forbidden in (*FOR_STAFF, *others, *segments):
        assert forbidden not in words, forbidden
    own = dict(people)[customer_id]
    assert own not in words


def test_assets_and_year_wait_for_the_staffs_word_and_go_with_company(turned: Turned) -> None:
    assert not {"side_assets", "side_year"} & set(keys(turned("c02"), ""))
    assert {"side_assets", "side_year"} <= set(keys(turned("c02", is_alone=True), ""))
    app = turned("c02", "assets", is_alone=True, has_company=True)
    assert "您在本行的资产" not in told(app)
    assert not {"side_assets", "side_year"} & set(keys(app, ""))
    assert "您在本行的资产" not in told(turned("c02", "assets"))


def test_own_amounts_stand_in_bands_until_the_owner_asks(turned: Turned, house: FakeHouse) -> None:
    app = turned("c01", "assets", is_alone=True)
    assert "¥" not in told(app)
    press(app, "reveal_own")
    assert ("reveal", "c01", "amounts", "owner", "") in house.asked
    assert "¥" in told(app)


def test_leaving_takes_the_staffs_press_and_hides_the_amounts(turned: Turned) -> None:
    app = turned("c01", "assets", is_alone=True)
    press(app, "reveal_own")
    assert keys(app, "not_this_one_") == []
    press(app, "turn_back")
    assert len(keys(app, "not_this_one_")) == 1
    assert "revealed" not in app.session_state


def test_the_curtain_falls_late_where_the_customer_reads(turned: Turned, monkeypatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr("lobby.ui.live_link.show", lambda t, **told: seen.append(told["idle_seconds"]))
    app = turned("c01")
    press(app, "turn_back")
    assert seen[-2:] == [600, 180]


def test_a_face_is_one_tap_and_another_changes_it(turned: Turned, sources: Sources) -> None:
    app = turned("c01")
    assert "今天的服务，您觉得怎么样？" in told(app)
    press(app, "face_2")
    press(app, "face_5")
    assert "谢谢您" in told(app)
    press(app, "face_about_campaign")
    press(app, "face_3")
    with sources.desk.reading() as connection:
        rows = connection.exec_driver_sql("select subject, score, version from face order by subject")
        assert rows.fetchall() == [("campaign", 3, 1), ("service", 5, 2)]


def test_a_service_sheet_has_papers_and_five_steps_and_a_code(turned: Turned, sources: Sources) -> None:
    app = turned("c02")
    code = next(
        key for key in keys(app, "") if key.startswith("see_") and key[4:] in sources.catalog.services
    )
    sheet = sources.catalog.services[code[4:]].sheet
    words = told(press(app, code))
    for line in (*sheet.documents, *sheet.steps):
        assert line["zh_Hans"] in words
    assert {"what": f"service:{code[4:]}"} in [
        row["details"] for row in sources.desk.audited(9, action="show")
    ]


def test_not_this_customer_ends_the_code(turned: Turned, sources: Sources) -> None:
    app = turned("c02", "sheet:risk_review")
    press(app, "turn_back")
    press(app, "not_this_one")
    with sources.desk.reading() as connection:
        assert connection.exec_driver_sql("select ended from continuation").scalars().all() == ["revoked"]


def test_a_product_that_is_not_offered_opens_nothing(turned: Turned, sources: Sources) -> None:
    words = told(turned("c02", "sheet:fund_index"))
    assert "指数基金" not in words
    assert "您好" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wording_stands_whole_and_both_answers_weigh_the_same(
    language: Language, turned: Turned, sources: Sources
) -> None:
    app = turned("c06", "consent:marketing", language=language)
    wording = sources.catalog.privacy.wordings["marketing"]
    words = told(app)
    for part in (wording.title, wording.what, wording.for_what, wording.how_long, wording.withdraw):
        assert part[language] in words
    yes, no = (app.button(key=keys(app, start)[0]) for start in ("say_yes_", "say_no_"))
    assert yes.proto.type == no.proto.type == "secondary"
    assert "side_home" not in keys(app, "")


def test_the_customers_own_tap_grants_with_the_wording_that_was_shown(
    turned: Turned, sources: Sources
) -> None:
    app = turned("c05", "consent:marketing", language="zh_Hant")
    press(app, "say_yes")
    assert "謝謝" in told(app)
    (row,) = sources.desk.audited(9, action="consent")
    assert (row["result"], row["details"]["wording"]) == ("granted", "marketing 2026-11")
    assert [one.is_granted for one in consents_of(sources.desk, "c05")] == [True]


def test_a_no_to_marketing_is_answered_in_the_catalogues_words(turned: Turned, sources: Sources) -> None:
    app = turned("c02", "consent:marketing")
    press(app, "say_no")
    line = sources.catalog.first_lines["refused_marketing"].text["zh_Hans"]
    assert line in told(app)
    assert line in told(press(app, "turn_back"))


def test_the_receipt_names_number_and_day_and_nobody(turned: Turned, sources: Sources) -> None:
    from lobby.services.erasures import forget

    visit = open_customer(sources, ADVISER, "c02")
    request = forget(sources, ADVISER, visit, "key-1", sources.now(), "zh_Hans")
    app = turned("c02", "receipt")
    words = told(app)
    assert request.number in words
    assert "2026年12月5日" in words
    assert "李*" in words
    assert "李明" not in words
    assert "print_asked" not in app.session_state
    press(app, "print_receipt")
    assert app.session_state["print_asked"] > 0


def test_the_heading_asks_and_refuses(open_app: OpenApp, sources: Sources) -> None:
    visit = open_customer(sources, ADVISER, "c02")
    app = open_app("board", ADVISER)
    app.session_state["visit"] = visit
    app.session_state["go_to"] = "customer"
    app.run()
    press(app, "consents")
    assert "为您介绍产品和优惠" in told(app)
    press(app, "refuse_marketing")
    assert [(one.purpose, one.is_granted) for one in consents_of(sources.desk, "c02")] == [
        ("marketing", False)
    ]
    assert sources.catalog.first_lines["refused_marketing"].text["zh_Hans"] in told(app)


def test_an_auditor_reads_the_badge_and_asks_nobody(open_app: OpenApp, sources: Sources) -> None:
    auditor = replace(ADVISER, role="auditor")
    app = open_app("customer", auditor, customer_id="c02")
    assert not {"consents", "turn_home", "turn_alone"} & set(keys(app, ""))
    assert "已同意介绍产品" in told(app)


def test_without_an_address_the_customer_sees_no_code_and_no_setting(
    turned: Turned, house: FakeHouse, sources: Sources
) -> None:
    assert "用自己的手机接着办" in told(turned("c02", "sheet:risk_review"))
    house.sources = replace(sources, settings=Settings(home=sources.settings.home))
    app = turned("c02", "sheet:risk_review")
    assert "5 步办好" in told(app)
    assert "LOBBY_CONTINUE_URL" not in told(app)
    assert "用自己的手机接着办" not in told(app)
