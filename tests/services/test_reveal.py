"""Lifting a mask: who may lift which, the reason in the audit, and what no reason may hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import get_args

import pytest

from lobby.data.catalog_access import load_access
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.revealing import FIELDS, Field, Why
from lobby.domain.viewer import Role, Viewer
from lobby.services.customer import look
from lobby.services.reveal import reveal
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]

WHOLE: dict[Field, str | None] = {
    "amounts": None,
    "name": "王秀兰",
    "phone": "13800001234",
    "id_number_last4": "0001",
    "birth_date": "1955-03-08",
}
MASKED = WHOLE | {
    "amounts": "",
    "name": "王**",
    "phone": "138****1234",
    "id_number_last4": "****",
    "birth_date": "70-79",
}

REFUSED = "refused"


def lifted(sources: Sources, viewer: Viewer, visit: Visit, field: Field) -> str | None:
    try:
        return reveal(sources, viewer, visit, field, "verify")
    except AccessRefused as refused:
        return REFUSED if refused.code == "not_for_role" else refused.code


@pytest.mark.parametrize("role", get_args(Role))
def test_jrt_0171_display_pipl_6_a_role_lifts_the_masks_of_the_policy_and_no_other(
    sources: Sources, now: datetime, role: Role
) -> None:
    viewer = Viewer(f"{role}-1", "示例", role, "b1", device="matrix")
    visit = open_customer(sources, viewer, "c01", reason="matrix")
    expected = {field for field, roles in load_access().masks.items() if role in roles}
    seen = {field: whole for field in FIELDS if (whole := lifted(sources, viewer, visit, field)) != REFUSED}
    assert seen == {field: whole for field, whole in WHOLE.items() if field in expected}
    refusals = sources.desk.audited(9, action="refused", staff_id=viewer.staff_id)
    assert [row["details"]["asked"] for row in refusals] == ["reveal.reveal"] * (len(FIELDS) - len(expected))
    offered = look(sources, viewer, visit, now, "zh_Hans")[0].masked
    assert offered == {field: form for field, form in MASKED.items() if field in expected}


def test_asvs_16_2_1_a_reveal_says_which_field_and_why(sources: Sources, signed_in: SignIn) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    reveal(sources, signed_in("s1"), visit, "phone", "verify")
    reveal(sources, signed_in("s1"), visit, "amounts", "other", " 客户要打印\n流水 ")
    rows = sources.desk.audited(2, action="reveal")
    assert [(row["customer_id"], row["visit_id"], row["reason"], row["details"]) for row in rows] == [
        ("c01", visit.visit_id, "客户要打印 流水", {"field": "amounts", "why": "other"}),
        ("c01", visit.visit_id, None, {"field": "phone", "why": "verify"}),
    ]


NO_REASON: tuple[tuple[Why, str, str], ...] = (
    ("other", "", "note_short"),
    ("other", " 看 ", "note_short"),
    ("other", "看" * 61, "note_long"),
    ("other", "回电13800001234", "note_number"),
    ("verify", "一三八零零零零一二三四", "note_number"),
)


@pytest.mark.parametrize(("why", "note", "code"), NO_REASON)
def test_what_says_nothing_or_holds_a_number_is_no_reason_and_shows_nothing(
    sources: Sources, signed_in: SignIn, why: Why, note: str, code: str
) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    with pytest.raises(EntryRefused) as refused:
        reveal(sources, signed_in("s1"), visit, "phone", why, note)
    assert refused.value.code == code
    assert sources.desk.audited(9, action="reveal") == ()


def test_without_a_phone_none_is_offered(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c04", reason="asked")
    offered = look(sources, viewer, visit, now, "zh_Hans")[0].masked
    assert "phone" not in offered
    assert reveal(sources, viewer, visit, "phone", "verify") is None
