"""What the customer may see: no judgement, nobody else, no product that left the funnel; all recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.customer import customer_view
from lobby.services.customer_side import customer_side, open_sheet, own_assets
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]
SKILLS = frozenset({"wm", "fund", "ins", "loan", "corp"})


def opened(sources: Sources, viewer: Viewer, customer_id: str) -> Visit:
    return open_customer(sources, viewer, customer_id, reason="asked at the desk")


def shown(sources: Sources, visit: Visit) -> list[dict[str, object]]:
    rows = sources.desk.audited(20, visit_id=visit.visit_id, action="show")
    return [row["details"] for row in reversed(rows)]


@pytest.mark.parametrize(
    ("customer_id", "surname", "gender", "language"),
    [
        ("c01", "王", "female", "zh_Hans"),
        ("c05", "赵", "female", "zh_Hant"),
        ("c08", "周", "male", "en"),
        ("c09", None, "female", "zh_Hans"),
        ("c06", None, None, "zh_Hans"),
    ],
)
def test_the_greeting_uses_the_family_name_and_the_customers_language(
    customer_id: str, surname: str | None, gender: str, language: str, sources: Sources, signed_in: SignIn,
    now: datetime,
) -> None:  # fmt: skip
    viewer = signed_in("s2")
    side = customer_side(sources, viewer, opened(sources, viewer, customer_id), now, "zh_Hans")
    assert (side.surname, side.gender, side.language) == (surname, gender, language)


def test_every_product_on_it_passed_the_funnel_and_carries_all_it_must(
    bank: Sources, now: datetime, sample
) -> None:
    rows = sample.execute(
        "select customer_id, home_branch_id from portrait where has_marketing_consent and not is_control "
        "order by customer_id limit 60"
    ).fetchall()
    seen = set()
    for number, (customer_id, branch) in enumerate(rows):
        viewer = Viewer("m1", "王颖", "manager", branch, SKILLS, f"ipad-{number // 20}")
        visit = opened(bank, viewer, customer_id)
        side = customer_side(bank, viewer, visit, now, "zh_Hans")
        view = customer_view(bank, viewer, visit, now, side.language)
        assert [one.code for one in side.products] == [one.product for one in view.suggestions]
        refused = {one.product for one in view.not_suggested}
        loans = {one.product for one in side.services if one.code == "loan_card"}
        left = {one.product for one in view.not_suggested if one.stage != "ranked"}
        assert not refused & {one.code for one in side.products}
        assert not left & loans
        for sheet in side.products:
            seen.add(sheet.kind)
            assert sheet.is_agency == bool(sheet.issuer)
            assert sheet.terms
            assert sheet.cost
            assert sheet.notices
            assert sheet.risk == bank.catalog.products[sheet.code].risk
        for service in side.services:
            assert service.steps or service.about is not None
            assert service.code not in ("referral", "maturity")
    assert {"deposit", "wealth"} <= seen


def test_what_was_shown_is_in_the_audit_first(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    viewer = signed_in("s2")
    visit = opened(sources, viewer, "c02")
    side = customer_side(sources, viewer, visit, now, "zh_Hans")
    open_sheet(sources, viewer, visit, "service:mobile_bank")
    own_assets(sources, viewer, visit, now, "zh_Hans")
    assert shown(sources, visit) == [
        {
            "what": "home",
            "products": [one.code for one in side.products],
            "services": [one.code for one in side.services],
        },
        {"what": "service:mobile_bank"},
        {"what": "assets", "confirmed": "owner_alone"},
    ]


def test_own_assets_are_the_owners_by_kind_with_what_matures(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s2")
    visit = opened(sources, viewer, "c01")
    held = own_assets(sources, viewer, visit, now, "zh_Hans")
    view = customer_view(sources, viewer, visit, now, "zh_Hans")
    assert held is not None
    assert (held.on, held.total) == (date(2026, 11, 20), view.assets.total.value)
    assert sum(held.by_kind.values(), Decimal(0)) == held.total
    assert [one.amount for one in held.maturing] == [one["amount"] for one in view.assets.maturities]
    assert not hasattr(held, "change_90d")


def test_a_company_has_no_own_assets_here(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    viewer = signed_in("s2")
    assert own_assets(sources, viewer, opened(sources, viewer, "c06"), now, "zh_Hans") is None


@pytest.mark.parametrize("role", ["head_office", "risk", "auditor"])
def test_the_screen_is_turned_in_a_branch_only(
    role: str, sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = replace(signed_in("s2"), role=role)
    visit = opened(sources, viewer, "c01")
    for look in (customer_side, own_assets):
        with pytest.raises(AccessRefused) as refused:
            look(sources, viewer, visit, now, "zh_Hans")
        assert refused.value.code == "not_for_role"
    assert shown(sources, visit) == []


def test_nobody_elses_visit_is_shown(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    visit = opened(sources, signed_in("s2"), "c01")
    with pytest.raises(AccessRefused) as refused:
        customer_side(sources, signed_in("s3"), visit, now, "zh_Hans")
    assert refused.value.code == "unknown_visit"
