"""Alerts on the data page and on the manager's home, and answering one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lobby.domain.viewer import Viewer
from lobby.services.alerts import answered_alerts, open_alerts
from lobby.services.sources import Sources
from lobby.services.staff import viewer as viewer_of
from lobby.services.visits import open_customer
from tests.ui.conftest import words_of
from tests.ui.tiny_house import OpenApp, bank, press, watch

__all__ = ["bank", "watch"]


@pytest.fixture
def manager(bank: Sources) -> Viewer:
    """The manager of a branch in which somebody opened a decoy."""
    policy = replace(bank.catalog.policy, decoys=("c02",))
    decoyed = replace(bank, catalog=replace(bank.catalog, policy=policy))
    open_customer(decoyed, viewer_of(bank, "s1", "ipad-1"), "c02")
    return viewer_of(bank, "s3", "ipad-3")


def alerted(open_app: OpenApp, viewer: Viewer, language: str = "en") -> AppTest:
    return open_app("data", viewer=viewer, language=language)


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh_Hans", "打开了诱饵客户"), ("zh_Hant", "開啟了誘餌客戶"), ("en", "opened a decoy")],
)
def test_the_manager_reads_who_did_what(open_app: OpenApp, manager: Viewer, language: str, said: str) -> None:
    shown = words_of(alerted(open_app, manager, language))
    assert said in shown
    assert "c02" in shown


def test_an_answer_takes_it_off_the_list_and_keeps_the_note(
    open_app: OpenApp, manager: Viewer, bank: Sources
) -> None:
    app = alerted(open_app, manager)
    (line,) = open_alerts(bank, manager)
    app.session_state[f"answer_{line.alert.alert_id}"] = True
    app.run()
    app.text_input(key=f"how_{line.alert.alert_id}").set_value("mistyped, shown to S1").run()
    press(app, "answered_")
    assert open_alerts(bank, manager) == ()
    assert [one.alert.note for one in answered_alerts(bank, manager)] == ["mistyped, shown to S1"]
    assert "No alert is waiting for an answer." in words_of(app)


def test_the_home_leads_to_what_waits(open_app: OpenApp, manager: Viewer) -> None:
    app = open_app("leads", viewer=manager, language="en")
    press(app, "home_alerts")
    assert "opened a decoy" in words_of(app)


def test_who_is_watched_is_shown_nothing(open_app: OpenApp, bank: Sources) -> None:
    policy = replace(bank.catalog.policy, decoys=("c02",))
    decoyed = replace(bank, catalog=replace(bank.catalog, policy=policy))
    manager = viewer_of(bank, "s3", "ipad-3")
    open_customer(decoyed, manager, "c02")
    assert "opened a decoy" not in words_of(alerted(open_app, manager))
    assert "Alerts about look-ups" not in words_of(open_app("leads", viewer=manager, language="en"))
    assert "opened a decoy" in words_of(alerted(open_app, viewer_of(bank, "s7", "mac-1")))
