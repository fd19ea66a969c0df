"""The sample bank is a feed by the contract, complete, explained and the same each time."""

import filecmp
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from lobby.data.feed.contract import TABLES, Table
from tests.sample_data.conftest import AS_OF, asking, generate

Rows = Callable[[str], list[tuple]]

SMALL = Path(__file__).parents[2] / "sample_data" / "small"
SMALL_OPTIONS = "--customers 300 --branches 3 --months 8 --seed 7 --format csv --transactions-per-customer 15"
NOT_HELD = {"id_number"}
CODED = [
    (table.name, column.name, column.type, code)
    for table in TABLES
    for column in table.columns
    for code in column.codes
]
NEVER_PLANTED = {
    ("customer", "kind", "organisation"),
    ("product", "risk", "R5"),
    ("merchant_category", "category", "gambling_like"),
}


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_the_contracts_columns_and_no_other(table: Table, rows: Rows) -> None:
    columns = [name for name, *_ in rows(f"describe {table_name(table.name)}")]
    assert set(columns) - {column.name for column in table.columns} == set()
    assert {column.name for column in table.columns} - set(columns) <= NOT_HELD


def table_name(name: str) -> str:
    return f'"{name}"'


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_are_unique_and_required_values_are_there(table: Table, rows: Rows) -> None:
    key = ", ".join(table.key)
    required = " or ".join(f"{column.name} is null" for column in table.columns if column.required) or "false"
    assert rows(f"select {key} from {table_name(table.name)} group by {key} having count(*) > 1") == []
    assert rows(f"select * from {table_name(table.name)} where {required}") == []


@pytest.mark.parametrize(
    ("child", "column", "parent"),
    [
        (table.name, column.name, column.refers)
        for table in TABLES
        for column in table.columns
        if column.refers
    ],
)
def test_every_reference_finds_its_row(child: str, column: str, parent: str, rows: Rows) -> None:
    key = next(table.key[0] for table in TABLES if table.name == parent)
    sql = (
        f"select count(*) from {table_name(child)} as child where child.{column} is not null "
        f"and child.{column} not in (select {key} from {table_name(parent)})"
    )
    assert rows(sql) == [(0,)]


def test_every_code_of_the_contract_occurs(rows: Rows) -> None:
    missing = []
    for table, column, kind, code in CODED:
        test = f"list_contains(string_split({column}, ';'), '{code}')" if kind == "list" else None
        sql = f"select count(*) from {table_name(table)} where {test or f'{column} = {code!r}'}"
        if rows(sql) == [(0,)]:
            missing.append((table, column, code))
    assert set(missing) <= NEVER_PLANTED


def test_no_code_is_unknown(rows: Rows) -> None:
    for table in TABLES:
        for column in (column for column in table.columns if column.codes):
            values = (
                f"unnest(string_split({column.name}, ';'))" if column.type == "list" else str(column.name)
            )
            found = rows(f"select distinct {values} from {table_name(table.name)}")
            assert {value for (value,) in found} - {None} <= set(column.codes), (table.name, column.name)


def test_nothing_happens_after_the_business_date(rows: Rows) -> None:
    for table in (table for table in TABLES if table.dated):
        latest = rows(f"select max(cast({table.dated} as date)) from {table_name(table.name)}")
        assert str(latest[0][0]) <= AS_OF, table.name


def test_transactions_explain_every_current_and_card_balance(rows: Rows) -> None:
    sql = """
        with steps as (
            select account_id, balance_on, balance,
                lag(balance_on) over (partition by account_id order by balance_on) as since,
                lag(balance) over (partition by account_id order by balance_on) as earlier
            from balance where right(account_id, 2) in ('01', '50')
        )
        select steps.account_id, steps.balance_on
        from steps left join "transaction" as moved
            on steps.account_id = moved.account_id
            and cast(booked_at as date) > since and cast(booked_at as date) <= balance_on
        where since is not null
        group by steps.account_id, balance_on, balance, earlier
        having abs(balance - earlier) <> abs(coalesce(sum(amount), 0))
    """
    assert rows(sql) == []


def test_no_current_account_is_overdrawn(rows: Rows) -> None:
    assert rows("select count(*) from balance where balance < 0") == [(0,)]


def test_balances_stand_at_24_month_ends_and_the_business_date(rows: Rows) -> None:
    dates = [str(day) for (day,) in rows("select distinct balance_on from balance order by 1")]
    assert dates[0] == "2024-11-30"
    assert dates[-2:] == ["2026-10-31", AS_OF]
    assert len(dates) == 25


@pytest.mark.parametrize("other", [("--threads", "1"), ("--memory", "1GB", "--threads", "3")])
def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads(
    tmp_path: Path, other: tuple[str, ...]
) -> None:
    asked = ("--customers", "400", "--seed", "5", "--dirt")
    first = generate(tmp_path / "first", *asked)
    second = generate(tmp_path / "second", *asked, *other)
    assert files(first) == files(second)
    assert filecmp.cmpfiles(first, second, files(first), shallow=False)[1:] == ([], [])


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(AssertionError, match="neither empty nor a feed"):
        generate(tmp_path, "--customers", "300")
    assert files(tmp_path) == ["letter.txt"]


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    first = generate(tmp_path / "first", "--customers", "300", "--seed", "1", "--format", "csv")
    second = generate(tmp_path / "second", "--customers", "300", "--seed", "2", "--format", "csv")
    names = [(path / "customer.csv").read_text(encoding="utf-8") for path in (first, second)]
    assert names[0] != names[1]


def test_the_small_feed_is_what_the_generator_makes(tmp_path: Path) -> None:
    made = generate(tmp_path / "small", *SMALL_OPTIONS.split())
    assert files(made) == files(SMALL)
    assert filecmp.cmpfiles(made, SMALL, files(made), shallow=False)[1:] == ([], [])
    assert sum((SMALL / name).stat().st_size for name in files(SMALL)) < 2_000_000


def test_dirt_is_counted_stays_below_the_limit_and_leaves_the_truths_alone(tmp_path: Path) -> None:
    asked = ("--customers", "300", "--seed", "5", "--format", "csv")
    clean, dirty = generate(tmp_path / "clean", *asked), generate(tmp_path / "dirty", *asked, "--dirt")
    truths = [name for name in files(clean) if name.startswith("truth/")]
    assert filecmp.cmpfiles(clean, dirty, truths, shallow=False)[1:] == ([], [])
    before, after = asking(clean), asking(dirty)
    counts = dict(after("select table_name, cast(sum(count) as int) from truth_dirt group by table_name"))
    aside = dict(
        after(
            "select table_name, sum(count) from truth_dirt where severity = 'set_aside' group by table_name"
        )
    )
    for table, count in counts.items():
        sql = f"select count(*) from {table_name(table)}"
        assert after(sql)[0][0] - before(sql)[0][0] == count
        assert aside.get(table, 0) <= 0.05 * after(sql)[0][0]


def check_feed(feed: Path) -> dict[tuple[str, str], int]:
    """What `lobby check-feed` counts, by table and severity, beside a home of its own."""
    command = [sys.executable, "-c", "from lobby.cli import main; main()", "check-feed", str(feed), "--json"]
    env = os.environ | {"LOBBY_HOME": str(feed.parent / "home")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    counts: Counter[tuple[str, str]] = Counter()
    for check in json.loads(done.stdout)["checks"]:
        if check["code"] != "rating_expired":
            counts[check["table"], check["severity"]] += check["count"]
    return dict(counts)


def test_the_feeds_checks_find_nothing_in_the_clean_bank(sample_feed: Path) -> None:
    assert check_feed(sample_feed) == {}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_feeds_checks_find_exactly_the_dirt(tmp_path: Path, form: str) -> None:
    feed = generate(tmp_path / "feed", "--customers", "300", "--dirt", "--format", form)
    sql = """
        select table_name, severity,
            cast(sum(case when table_name = 'transaction' and fault = 'duplicate_identical'
                then count / 2 else count end) as int)
        from truth_dirt where severity <> 'none' group by table_name, severity
    """
    expected = {(table, severity): count for table, severity, count in asking(feed)(sql)}
    assert check_feed(feed) == expected


def test_the_month_and_the_quarter_before_are_left_for_the_first_build(tmp_path: Path) -> None:
    feed = generate(tmp_path / "feed", "--customers", "200", "--history", str(tmp_path / "history"))
    assert files(tmp_path / "history") == ["2026-09.parquet", "2026-10.parquet"]
    ask = asking(feed)
    kept = ask(f"from read_parquet('{tmp_path}/history/2026-10.parquet')")
    planted = ask("select customer_id, as_of, address_area, employer from truth_month_before")
    assert (len(kept), kept) == (200, planted)
    stages = ask(f"from read_parquet('{tmp_path}/history/2026-09.parquet')")
    assert stages == ask("select customer_id, as_of, segment from truth_quarter_before")
