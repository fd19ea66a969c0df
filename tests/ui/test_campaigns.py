"""Directed pushes on the page of segments: tried out, drafted by one, started by another, listed, stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data import desk_campaigns
from lobby.domain.campaigns import Plan
from lobby.domain.viewer import LANGUAGES, Language, Viewer
from lobby.services import campaigns
from lobby.services.sources import Sources
from tests.ui.conftest import words_of
from tests.ui.fakes import HEAD_OFFICE

pytestmark = pytest.mark.usefixtures("sources")
OpenApp = Callable[..., AppTest]
OTHER = Viewer("S9", "钱进", "head_office", None, frozenset(), "test")


def opened(open_app: OpenApp, viewer: Viewer = HEAD_OFFICE, language: Language = "zh_Hans") -> AppTest:
    app = open_app("segments", viewer=viewer, language=language)
    app.button(key="view_campaigns").click().run()
    app.session_state["fold_new_campaign"] = True
    return app.run()


def drafted(sources: Sources) -> str:
    """One that waits for its start."""
    owner = next(iter(campaigns.owners(sources, None)))
    plan = Plan("秋季", "dep_term", None, None, None, owner, date(2026, 12, 20), 10, ("sms",))
    campaigns.draft(sources, HEAD_OFFICE, plan, "k1", sources.now())
    return owner


def test_a_push_is_tried_out_and_drafted(open_app: OpenApp, sources: Sources) -> None:
    app = opened(open_app)
    app.selectbox(key="campaign_product").set_value("dep_term").run()
    app.button(key="try_campaign").click().run()
    shown = words_of(app)
    assert "12 人里适合" in shown
    assert "不够：结果只能作参考" in shown
    assert desk_campaigns.campaigns(sources.desk) == ()
    app.text_input(key="campaign_name").set_value("秋季").run()
    app.button(key="draft_campaign").click().run()
    assert "推送要有负责人" in words_of(app)
    app.selectbox(key="campaign_owner").set_value(next(iter(campaigns.owners(sources, None)))).run()
    app.button(key="draft_campaign").click().run()
    assert "推送要有结束日" in words_of(app)
    app.date_input(key="campaign_ends").set_value(date(2026, 12, 20)).run()
    app.button(key="draft_campaign").click().run()
    (kept,) = desk_campaigns.campaigns(sources.desk)
    assert (kept.plan.name, kept.plan.product_code, kept.plan.control_percent) == ("秋季", "dep_term", 10)
    shown = words_of(app)
    assert "待他人启动" in shown
    assert f"started_{kept.campaign_id}" not in [button.key for button in app.button]


def test_somebody_else_starts_it_writes_a_list_and_stops_it(open_app: OpenApp, sources: Sources) -> None:
    drafted(sources)
    app = opened(open_app, viewer=OTHER)
    app.button(key="started_k1").click().run()
    assert "进行中" in words_of(app)
    assert "分组已固定" in words_of(app)
    app.button(key="outbound_sms_k1").click().run()
    assert "已写入" in words_of(app)
    assert len(list((sources.settings.home / "outbound").iterdir())) == 1
    assert "outbound_app_k1" not in [button.key for button in app.button]
    app.button(key="stopped_k1").click().run()
    assert "已停止" in words_of(app)
    assert "outbound_sms_k1" not in [button.key for button in app.button]


def test_a_scenario_card_leads_to_the_form(open_app: OpenApp) -> None:
    app = open_app("scenarios", viewer=HEAD_OFFICE)
    app.session_state["fold_card_TRG2"] = True
    app.run()
    app.button(key="push_dep_term_TRG2").click().run()
    assert app.selectbox(key="campaign_product").value == "dep_term"
    assert app.selectbox(key="campaign_scenario").value == "TRG2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pushes_speak_every_language(open_app: OpenApp, sources: Sources, language: Language) -> None:
    drafted(sources)
    app = opened(open_app, language=language)
    app.button(key="try_campaign").click().run()
    shown = words_of(app).replace("\\", "")
    assert [word for word in ("campaign.", "stage.", "segments.") if word in shown] == []
