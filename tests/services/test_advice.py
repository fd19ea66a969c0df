"""Credit signs and partner data: for advisers and managers, and partner data with consent only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Role, Viewer
from lobby.services.advice import credit_signs, external_facts
from lobby.services.consents import say
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import open_customer
from tests.built import build_at, open_built
from tests.services.flagged import TINY, write

SignIn = Callable[[str], Viewer]


def opened(sources: Sources, viewer: Viewer, customer_id: str) -> Visit:
    return open_customer(sources, viewer, customer_id, reason="asked at the desk")


@pytest.mark.parametrize("role", sorted(set(get_args(Role)) - {"adviser", "manager"}))
def test_nobody_else_sees_either(role: Role, sources: Sources, signed_in: SignIn) -> None:
    viewer = replace(signed_in("s2"), role=role)
    visit = opened(sources, viewer, "c11")
    for service in (credit_signs, external_facts):
        with pytest.raises(AccessRefused) as refused:
            service(sources, viewer, visit)
        assert refused.value.code == "not_for_role"


def test_the_band_of_a_borrower_is_explained(sources: Sources, signed_in: SignIn) -> None:
    viewer = signed_in("s2")
    found = credit_signs(sources, viewer, opened(sources, viewer, "c11"))
    assert (found.band, [sign.code for sign in found.signs]) == ("strong", ["repayment", "occupation"])
    assert found.signs[0].facts == {
        "due": 2, "late": 0, "overdue": 0, "days": 0, "last_late_on": None, "remaining": Decimal("900000.00"),
    }  # fmt: skip
    assert dict(found.missing) == {"income": "too_few_months", "utilisation": "no_card"}


def test_a_card_in_use_is_a_sign_that_opens_its_rows(sources: Sources, signed_in: SignIn) -> None:
    viewer = signed_in("s3")
    found = credit_signs(sources, viewer, opened(sources, viewer, "c02"))
    (used,) = [sign for sign in found.signs if sign.code == "utilisation"]
    assert (used.level, used.figure) == ("good", "liability:credit_card")
    assert used.facts == {
        "balance": Decimal("2500.00"), "limit": Decimal("30000.00"), "used_share": Decimal("0.08"),
    }  # fmt: skip


def test_partner_data_is_told_with_source_and_day(sources: Sources, signed_in: SignIn) -> None:
    viewer = signed_in("s2")
    assert external_facts(sources, viewer, opened(sources, viewer, "c11")) == (
        {
            "attribute": "vehicle_owner",
            "source": "partner_a",
            "value": "true",
            "measured_on": date(2026, 10, 1),
        },
    )
    assert external_facts(sources, viewer, opened(sources, viewer, "c02")) is None


def test_the_consent_is_asked_for_at_the_moment_of_reading(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s2")
    visit = opened(sources, viewer, "c11")
    assert external_facts(sources, viewer, visit)
    say(sources, viewer, visit, "partner_data", False, "key-1", now, "zh_Hans")
    assert external_facts(sources, viewer, visit) is None


def test_after_a_withdrawal_no_file_of_the_next_build_knows_it(tmp_path: Path) -> None:
    feed = tmp_path / "feed"
    feed.mkdir()
    for table in TINY.iterdir():
        (feed / table.name).write_bytes(table.read_bytes())
    told = ("c11,canary,canary_attribute,canary_value,2026-10-01",)
    write(feed / "external.csv", "customer_id,source,attribute,value,measured_on", *told)
    build_at(tmp_path / "granted", feed)
    with (feed / "consent.csv").open("a", encoding="utf-8") as file:
        file.write("c11,partner_data,any,withdrawn,2026-11-20T08:00:00\n")
    build_at(tmp_path / "withdrawn", feed)
    assert canaries(tmp_path / "granted") == {"portrait"}
    assert canaries(tmp_path / "withdrawn") == set()


def canaries(home: Path) -> set[str]:
    """The tables of the portrait and rows files in which the planted partner data stands."""
    con = open_built(home)
    tables = con.execute(
        "select database_name, table_name from duckdb_tables() where database_name in ('portraits', 'rows')"
    ).fetchall()
    asked = "select count(*) from {}.{} as one where contains(cast(one as varchar), 'canary')"
    return {name for base, name in tables if con.execute(asked.format(base, name)).fetchall() != [(0,)]}


def test_partner_data_of_a_row_set_aside_is_not_kept(tmp_path: Path) -> None:
    feed = tmp_path / "feed"
    feed.mkdir()
    for table in TINY.iterdir():
        (feed / table.name).write_bytes(table.read_bytes())
    told = (
        "c99,partner_a,band,canary_of_nobody,2026-10-01",
        "c02,partner_a,band,canary_refused,yesterday",
        "c02,partner_a,band,canary_of_too_many_values,2026-10-01,more",
    )
    write(feed / "external.csv", "customer_id,source,attribute,value,measured_on", *told)
    with (feed / "feed.toml").open("a", encoding="utf-8") as file:
        file.write("max_set_aside = 1.0\n")
    build_at(tmp_path / "home", feed)
    assert canaries(tmp_path / "home") == set()
    aside = open_built(tmp_path / "home").execute("select code from set_aside where table_name = 'external'")
    assert sorted(code for (code,) in aside.fetchall()) == [
        "line_malformed",
        "orphan",
        "required_malformed",
    ]
