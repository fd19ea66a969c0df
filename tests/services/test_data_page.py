"""The data page of the tiny bank."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lobby.data.build import build
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.data_page import feed_checks, freshness, rows_set_aside, without_personal_data
from lobby.services.sources import Sources

SignIn = Callable[[str], Viewer]
TINY = Path(__file__).parents[1] / "data" / "tiny"

WHY = "the feed of last night"


def add_row(table: Path, **values: str) -> None:
    header = table.read_text(encoding="utf-8").splitlines()[0].split(",")
    with table.open("a", encoding="utf-8") as file:
        file.write(",".join(values.get(column, "") for column in header) + "\n")


@pytest.fixture
def warehouse_of_faults(tmp_path: Path, now: datetime) -> Iterator[Warehouse]:
    """The tiny bank with a customer of no branch, an account of nobody and a line of too many values."""
    feed = tmp_path / "feed"
    shutil.copytree(TINY, feed)
    add_row(feed / "customer.csv", customer_id="c13", kind="person", name="钱示例", phone="13000000000")
    add_row(feed / "account.csv", account_id="a99", customer_id="c99", kind="current", currency="CNY",
            opened_on="2026-01-01")  # fmt: skip
    with (feed / "branch.csv").open("a", encoding="utf-8") as file:
        file.write("b8,钱示例,13000000000" + ",x" * 30 + "\n")
    with (feed / "feed.toml").open("a", encoding="utf-8") as file:
        file.write("max_set_aside = 0.5\n")
    build(feed, Settings(home=tmp_path / "faults"), now=now)
    opened = Warehouse(tmp_path / "faults")
    yield opened
    opened.close()


def test_freshness_tells_what_is_served_and_how_old_it_is(sources: Sources, now: datetime) -> None:
    told = freshness(sources, now)
    assert (told.version, told.business_date, told.age_days) == ("20261120-1", date(2026, 11, 20), 0)
    assert (told.is_stale, told.last_build, told.last_build_code) == (False, "published", None)
    assert (told.is_demo, told.clock, told.consent_default) == (True, "business_date", "not_granted")
    assert (told.count_customers, told.count_set_aside, told.not_supplied) == (12, 0, ())
    assert told.counts["customer"] == 12
    assert told.counts["transaction"] == 42


@pytest.mark.parametrize(
    ("age", "is_stale", "is_blocked"), [(1, False, False), (3, True, False), (8, True, True)]
)
def test_f24_a_late_feed_is_told_and_blocks_money_where_the_bank_says_so(
    sources: Sources, now: datetime, age: int, is_stale: bool, is_blocked: bool
) -> None:
    later = now + timedelta(days=age)
    told = freshness(sources, later)
    assert (told.age_days, told.is_stale, told.is_blocked) == (age, is_stale, False)
    policy = replace(sources.catalog.policy, stale_block_days=7)
    blocking = replace(sources, catalog=replace(sources.catalog, policy=policy))
    assert freshness(blocking, later).is_blocked == is_blocked


def test_f24_figures_are_stale_on_the_second_day_and_blocked_after_the_last(
    sources: Sources, now: datetime
) -> None:
    assert not freshness(sources, now.replace(day=21)).is_stale
    assert freshness(sources, now.replace(day=22)).is_stale
    policy = replace(sources.catalog.policy, stale_block_days=2)
    blocking = replace(sources, catalog=replace(sources.catalog, policy=policy))
    assert not freshness(blocking, now.replace(day=22)).is_blocked
    assert freshness(blocking, now.replace(day=23)).is_blocked


def test_the_checks_of_the_tiny_feed_only_warn(sources: Sources) -> None:
    assert [(check.severity, check.table, check.code, check.count) for check in feed_checks(sources)] == [
        ("warn", "balance", "after_business_date", 1),
        ("warn", "customer", "rating_expired", 2),
        ("warn", "transaction", "after_business_date", 1),
    ]


def test_masking_each_personal_column_of_the_feed_has_its_form_or_stars() -> None:
    """By hand or of a form that is not known: stars; what is about nobody stays."""
    given = {
        "customer": {
            "id_number": "110101199003070012",
            "phone": "+86 138 0000 1234",
            "occupation": "钱庄",
            "tier": "x",
        },
        "staff": {"name": "何晓晓", "login": "he@bank.example", "role": "lobby"},
        "transaction": {
            "counterparty_account": "6222020200112233",
            "counterparty_name": "欧阳修",
            "memo": "房租",
        },
    }
    assert {table: without_personal_data(table, record) for table, record in given.items()} == {
        "customer": {
            "id_number": "1****************2",
            "phone": "138****1234",
            "occupation": "****",
            "tier": "****",
        },
        "staff": {"name": "何**", "login": "h**@", "role": "lobby"},
        "transaction": {"counterparty_account": "****2233", "counterparty_name": "欧阳*", "memo": "****"},
    }


def test_rows_set_aside_are_shown_without_personal_data(
    warehouse_of_faults: Warehouse, sources: Sources, signed_in: SignIn
) -> None:
    faulty = replace(sources, portraits=warehouse_of_faults)
    rows = rows_set_aside(faulty, signed_in("s3"))
    assert [(row.table, row.code, row.column, row.place) for row in rows] == [
        ("account", "orphan", "customer_id", "account.csv:29"),
        ("branch", "line_malformed", None, "branch.csv:3"),
        ("customer", "required_missing", "home_branch_id", "customer.csv:13"),
    ]
    assert rows[1].values == {"line": "****"}
    assert rows[2].values == {
        "customer_id": "c13",
        "kind": "person",
        "name": "钱**",
        "phone": "130****0000",
    }
    newest = sources.desk.audited(1)[0]
    assert (newest["action"], newest["details"]) == ("set_aside", {"table": None, "code": None})
    assert len(rows_set_aside(faulty, signed_in("s7"), table="account")) == 1
    assert rows_set_aside(faulty, signed_in("s5"), table="account", code="required_missing", reason=WHY) == ()
    of_branch = rows_set_aside(faulty, signed_in("s5"), "customer", "required_missing", "home_branch_id", WHY)
    assert [row.place for row in of_branch] == ["customer.csv:13"]
    assert rows_set_aside(faulty, signed_in("s5"), "customer", "required_missing", "kind", WHY) == ()


@pytest.mark.parametrize("staff_id", ["s1", "s2", "s4", "s6"])
def test_rows_set_aside_are_not_for_everybody(sources: Sources, signed_in: SignIn, staff_id: str) -> None:
    with pytest.raises(AccessRefused) as refused:
        rows_set_aside(sources, signed_in(staff_id))
    assert refused.value.code == "not_for_role"


def test_the_data_page_says_in_which_currency_the_catalogue_is_priced(
    sources: Sources, now: datetime
) -> None:
    assert freshness(sources, now).minimums_in is None
    priced = replace(sources.catalog, policy=replace(sources.catalog.policy, currency="CZK"))
    assert freshness(replace(sources, catalog=priced), now).minimums_in == "CZK"
