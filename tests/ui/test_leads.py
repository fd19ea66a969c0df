"""Today's leads: rows with who, why, due and owner; a filter; a tap opens."""

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
from lobby.domain.viewer import Viewer
from lobby.services.lead_claims import take_lead
from lobby.services.leads import todays_leads
from lobby.services.sources import Sources
from lobby.services.staff import viewer
from tests.ui.conftest import words_of
from tests.ui.fakes import MANAGER, FakeHouse

OpenApp = Callable[..., AppTest]
ADVISER = Viewer("s2", "陈静", "adviser", "b1", frozenset({"wm"}), "ipad-1")
READER = replace(MANAGER, role="adviser")
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)


def test_each_lead_says_who_why_when_and_whose(open_app: OpenApp) -> None:
    shown = words_of(open_app("leads", viewer=READER))

    assert "今日线索 · 2026年11月21日 · 中山路支行" in shown
    assert "**王\\*\\*** :gray[稳健储蓄]" in shown
    assert "20万档" in shown
    assert "李敏" in shown
    assert "未分配" in shown


def test_an_amount_that_the_reason_names_is_not_said_twice(open_app: OpenApp) -> None:
    shown = [one.value for one in open_app("leads", viewer=READER).markdown]

    (maturing,) = [text for text in shown if "存款到期" in text]
    assert maturing.endswith("  \n12-03 存款到期 20万档，未约定自动转存 :gray[· 李敏]")
    (broken_off,) = [text for text in shown if "申请未办完" in text]
    assert broken_off.endswith("**8万档** :gray[· 未分配]")


def test_the_filter_leaves_one_urgency(open_app: OpenApp) -> None:
    app = open_app("leads", viewer=READER)
    assert app.button(key="urgency_all").label == "全部 3"

    app.button(key="urgency_overdue").click().run()

    assert [one.key for one in app.button if one.key.startswith("open_lead")] == ["open_lead_C0000002"]
    assert "**陈\\*** :gray[线上理财]" in words_of(app)


def test_a_tap_opens_the_customer(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_app("leads", viewer=READER)

    app.button(key="open_lead_C0000001").click().run()

    assert ("open", "S002", "C0000001", None) in house.asked
    assert "先说这一句" in words_of(app)


def test_no_leads_says_what_will_come(open_app: OpenApp, house: FakeHouse) -> None:
    house.todays_leads = ()

    assert "今天没有线索" in words_of(open_app("leads", viewer=READER))


@pytest.fixture
def sources(
    house: FakeHouse, tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sources]:
    """The tiny bank behind the page, with its own leads."""
    warehouse, desk = Warehouse(tiny_home), open_desk(tmp_path, lambda: MOMENT)
    sources = Sources(warehouse, desk, load_catalog(), Settings(home=tiny_home), lambda: MOMENT)
    house.sources = sources
    monkeypatch.setattr(house, "leads", lambda viewer, language: todays_leads(sources, viewer, MOMENT))
    yield sources
    desk.close()
    warehouse.close()


def test_a_tap_takes_a_lead_and_another_gives_it_back(open_app: OpenApp, sources: Sources) -> None:
    app = open_app("leads", viewer=ADVISER)
    first, second = (f"claim_lead_{lead.customer_id}" for lead in todays_leads(sources, ADVISER, MOMENT)[:2])
    assert [app.button(key=key).label for key in (first, second)] == ["认领", "认领"]

    app.button(key=first).click().run()

    assert "我在跟进" in words_of(app)
    assert [app.button(key=key).label for key in (first, second)] == ["放回", "认领"]

    app.button(key=first).click().run()

    assert "我在跟进" not in words_of(app)


def test_who_is_too_late_is_told_who_has_it(open_app: OpenApp, sources: Sources) -> None:
    app = open_app("leads", viewer=ADVISER)
    other = viewer(sources, "s3", "ipad-2")
    first = todays_leads(sources, other, MOMENT)[0].customer_id
    take_lead(sources, other, first, 0)

    app.button(key=f"claim_lead_{first}").click().run()

    shown = words_of(app)
    assert f"{other.name} 已认领这条线索" in shown
    assert f"{other.name} 在跟进" in shown
    assert f"claim_lead_{first}" not in [one.key for one in app.button]

    app.run()
    assert f"{other.name} 已认领这条线索" in words_of(app)

    app.button(key="urgency_all").click().run()
    assert f"{other.name} 已认领这条线索" not in words_of(app)
