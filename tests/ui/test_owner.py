"""An owner who comes for the company: handed over to corporate banking, who alone see the companies."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data import desk_referrals
from lobby.domain.referrals import Subject
from lobby.domain.viewer import Role, Viewer
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.ui.conftest import words_of
from tests.ui.tiny_house import OpenApp, bank, opened, press, viewer, watch

__all__ = ["bank", "viewer", "watch"]
COMPANY = "星河餐饮有限公司"


def company_first(open_app: OpenApp, bank: Sources, viewer: Viewer) -> AppTest:
    visit = open_customer(bank, viewer, "c12", reason="asked for")
    app = opened(open_app, viewer, visit)
    app.button(key="capacity_company").click().run()
    assert not app.exception
    return app


def test_the_lobby_says_who_sees_to_it_and_names_no_company(
    open_app: OpenApp, bank: Sources, viewer: Viewer
) -> None:
    app = company_first(open_app, bank, viewer)
    shown = words_of(app)
    assert "公司的事我请对公同事来，带执照和印鉴，和个人的分开办。" in shown
    assert COMPANY not in shown
    assert bank.desk.audited(50, action="part") == ()


def test_the_hand_over_is_a_referral_to_corporate_banking(
    open_app: OpenApp, bank: Sources, viewer: Viewer
) -> None:
    app = company_first(open_app, bank, viewer)
    app.session_state["refer_qualification_corp"] = True
    app.run()
    press(app, "to_desk_")
    (made,) = desk_referrals.referrals_near(bank.desk, viewer.staff_id, viewer.branch_id, bank.desk.stamp())
    assert (made.customer_id, made.subject) == ("c12", Subject("qualification", "corp"))
    assert made.receiver.kind == "desk"


@pytest.mark.parametrize(
    ("role", "qualifications", "is_named"),
    [
        ("adviser", {"corp"}, True),
        ("manager", {"corp", "wm"}, True),
        ("adviser", {"wm"}, False),
        ("lobby", {"corp"}, False),
    ],
)
def test_the_companies_are_for_advisers_of_corporate_banking(
    open_app: OpenApp, bank: Sources, viewer: Viewer, role: Role, qualifications: set[str], is_named: bool
) -> None:
    who = replace(viewer, role=role, qualifications=frozenset(qualifications))
    app = company_first(open_app, bank, who)
    assert (f"**{COMPANY}** 经营者" in words_of(app)) == is_named

    app.button(key="company").click().run()

    assert COMPANY not in words_of(app)
