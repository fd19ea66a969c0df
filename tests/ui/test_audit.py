"""The audit on the data page, over the tiny bank: searched, turned round, printed; by whom it may be."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from lobby.data.desk import Happening
from lobby.domain.viewer import Viewer
from lobby.services.sources import Sources
from lobby.services.staff import viewer as viewer_of
from lobby.services.views import Visit
from lobby.services.visits import open_customer
from tests.ui.conftest import words_of
from tests.ui.tiny_house import OpenApp, bank, viewer, visit, watch

__all__ = ["bank", "viewer", "visit", "watch"]


def audit_of(open_app: OpenApp, asker: Viewer, **fields: str) -> AppTest:
    app = open_app("data", viewer=asker, language="en")
    app.session_state["fold_audit"] = True
    app.run()
    for name, value in fields.items():
        app.text_input(key=f"audit_{name}").set_value(value)
    app.run()
    assert not app.exception
    return app


def column(app: AppTest, name: str) -> list[str]:
    return [str(cell).replace("\\", "") for cell in app.table[-1].value[name]]


def test_the_auditor_finds_who_did_what(bank: Sources, visit: Visit, open_app: OpenApp) -> None:
    app = audit_of(open_app, viewer_of(bank, "s7", "pc"))
    assert "this look is recorded too" in words_of(app)
    assert bank.desk.audited(9, action="audit") == ()
    app.text_input(key="audit_customer").set_value("c01").run()
    assert (column(app, "Staff"), column(app, "Device")) == (["s1"], ["ipad-1"])
    assert len(bank.desk.audited(9, action="audit")) == 1
    app.selectbox(key="audit_action").set_value("reveal").run()
    assert "Nothing is recorded." in words_of(app)
    app.run()
    assert len(bank.desk.audited(9, action="audit")) == 2


def test_older_rows_are_a_press_away(bank: Sources, viewer: Viewer, open_app: OpenApp) -> None:
    open_customer(bank, viewer, "c01")
    for _ in range(200):
        bank.desk.record(Happening(viewer, "search"))
    app = audit_of(open_app, viewer_of(bank, "s7", "pc"), staff="s1")
    assert set(column(app, "Action")) == {"searched"}
    app.button(key="audit_older").click().run()
    assert column(app, "Customer") == ["c01"]
    assert not [one for one in app.button if one.key == "audit_older"]


def test_what_came_of_a_talk_stands_there_in_words(bank: Sources, viewer: Viewer, open_app: OpenApp) -> None:
    bank.desk.record(Happening(viewer, "outcome", "done"))
    for step in ("undo", "void"):
        bank.desk.record(Happening(viewer, "outcome_void", step))
    bank.desk.record(Happening(viewer, "sign_out", "idle"))
    app = audit_of(open_app, viewer_of(bank, "s7", "pc"), staff="s1")
    assert sorted(column(app, "Result")) == ["Done", "Struck out", "Undone", "left alone too long"]


def test_asvs_16_2_1_one_page_says_who_saw_a_customer(bank: Sources, visit: Visit, open_app: OpenApp) -> None:
    app = audit_of(open_app, viewer_of(bank, "s3", "pc"), customer="c01")
    app.button(key="who_saw").click().run()
    assert not app.exception
    assert "Who saw customer c01" in words_of(app)
    assert column(app, "Staff") == ["s3", "s1"]
    assert [one.key for one in app.button if "print" in str(one.key)] == ["print_audit"]
    assert "Business date" not in words_of(app)
    app.button(key="close_audit").click().run()
    assert "Who saw customer" not in words_of(app)


def test_pipl_57_one_page_says_whom_somebody_saw(bank: Sources, visit: Visit, open_app: OpenApp) -> None:
    app = audit_of(open_app, viewer_of(bank, "s7", "pc"), device="ipad-1")
    app.button(key="seen").click().run()
    assert "Customers seen by ipad" in words_of(app)
    assert (column(app, "Customer"), column(app, "Times")) == (["c01"], ["1"])


def test_head_office_has_no_audit(bank: Sources, open_app: OpenApp) -> None:
    app = open_app("data", viewer=viewer_of(bank, "s5", "pc"), language="en")
    assert "Who looked at whom" not in words_of(app)
