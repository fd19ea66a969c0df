"""Each event finds exactly the customers for whom the sample bank's own tables say that it holds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from lobby.data.queries import names
from tests.built import build_at, make_sample, open_built
from tests.portraits import CATALOG
from tests.queries.planted import PLANTED, Counts, cards, drops, flags, signs, truths

CODES = [name.removeprefix("events/") for name in names("events")]
COUNTS = """
    with found as (select distinct customer_id from rows.event where event_code = $code),
    may_know as (
        select customer_id from portrait
        where not deceased and (has_profiling_consent or not $needs_profiling)
    ),
    planted as (
        from read_csv($path, header = true, columns = {customer_id: 'varchar'})
        semi join may_know using (customer_id)
    )
    select
        (select count(*) from planted),
        (select count(*) from found semi join planted using (customer_id)),
        (select count(*) from found)
"""

SUMS = """
    select event.amount, -sum(paid.value)
    from rows.event as event
    left join rows.transaction_row as paid
        on event.customer_id = paid.customer_id
        and paid.category = $category and paid.is_spending and paid.is_in_year
    where event.event_code = $code
    group by event.customer_id, event.amount
"""


def counted(con: duckdb.DuckDBPyConnection, feed: Path, code: str) -> tuple[int, int, int]:
    """Customers planted of whom it may be known, found among them, and found at all."""
    with con.cursor() as cursor:
        path = feed / "truth" / "event" / f"{code}.csv"
        asked = {
            "code": code,
            "path": str(path),
            "needs_profiling": CATALOG.events[code].needs_profiling,
        }
        planted, hits, found = cursor.execute(COUNTS, asked).fetchall()[0]
    return planted, hits, found


def test_every_event_has_its_truth(sample_feed: Path) -> None:
    assert sorted(path.stem for path in (sample_feed / "truth" / "event").glob("*.csv")) == CODES


@pytest.mark.parametrize("code", CODES)
def test_exactly_those_are_found_for_whom_it_holds(
    code: str, sample: duckdb.DuckDBPyConnection, sample_feed: Path
) -> None:
    planted, hits, found = counted(sample, sample_feed, code)
    assert planted == hits == found
    assert planted > 0


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("spending_begins_")])
def test_the_rows_that_open_behind_a_beginning_sum_up_to_it(
    code: str, sample: duckdb.DuckDBPyConnection
) -> None:
    kind, _, category = CATALOG.events[code].figure.partition(":")
    found = sample.execute(SUMS, {"code": code, "category": category}).fetchall()
    assert kind == "category"
    assert [(amount, amount) for amount, _ in found] == found
    assert found


# Cards that nobody can be in on 20 November 2026, and why.
OUT_OF_SEASON = {
    "EDU1": "no fees of a term are due in November",
    "TRV2": "the next long holiday is more than 30 days away",
}


@pytest.mark.proof
def test_every_card_holds_for_somebody_of_the_bank_that_is_shown(tmp_path: Path) -> None:
    feed = make_sample(tmp_path / "feed", 20_000, "--seed", "7")
    build_at(tmp_path / "var", feed)
    held = open_built(tmp_path / "var").execute("select distinct unnest(scenarios) from portrait").fetchall()
    assert CATALOG.cards.scenarios.keys() - {code for (code,) in held} == OUT_OF_SEASON.keys()


@pytest.mark.proof
@pytest.mark.parametrize("as_of", ["2026-10-31", "2027-01-01", "2027-02-28", "2027-03-01", "2028-02-29"])
def test_the_same_holds_on_awkward_days(as_of: str, tmp_path: Path) -> None:
    feed = make_sample(tmp_path / "feed", 5000, "--as-of", as_of, "--seed", as_of[:4])
    build_at(tmp_path / "var", feed, datetime.fromisoformat(as_of).replace(hour=1, tzinfo=UTC))
    con = open_built(tmp_path / "var")
    counts = {code: counted(con, feed, code) for code in CODES}
    assert [code for code, (planted, hits, found) in counts.items() if not planted == hits == found] == []


@pytest.fixture(scope="module")
def large_bank(tmp_path_factory: pytest.TempPathFactory) -> tuple[duckdb.DuckDBPyConnection, Path]:
    """200,000 customers with their feed."""
    folder = tmp_path_factory.mktemp("large")
    feed = make_sample(folder / "feed", 200_000, "--seed", "7")
    build_at(folder / "var", feed)
    return open_built(folder / "var"), feed


def told(title: str, counts: Mapping[str, Counts]) -> None:
    print(f"\n{title:28}{'planted':>9}{'found':>9}{'precision':>11}{'recall':>9}")
    for code, (planted, hits, found) in counts.items():
        shares = f"{hits / max(found, 1):11.4f}{hits / max(planted, 1):9.4f}"
        print(f"{code:28}{planted:9}{found:9}{shares}")


def unequal(counts: Mapping[str, Counts]) -> list[str]:
    return [code for code, (planted, hits, found) in counts.items() if not planted == hits == found]


@pytest.mark.proof
def test_precision_and_recall_are_one_for_200_000_customers(
    large_bank: tuple[duckdb.DuckDBPyConnection, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    con, feed = large_bank
    counts = {code: counted(con, feed, code) for code in CODES}
    with capsys.disabled():
        told("event", counts)
    assert unequal(counts) == []
    assert min(planted for planted, _, _ in counts.values()) > 50


@pytest.mark.proof
def test_the_same_holds_of_suspicions_signs_of_leaving_and_truths(
    large_bank: tuple[duckdb.DuckDBPyConnection, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    con, feed = large_bank
    exact = {
        "risk flag": flags(con, feed),
        "sign of leaving": signs(con, feed),
        "truth": {name: truths(con, feed, name) for name in PLANTED},
    }
    others = {"card": cards(con, feed), "loyalty drop": drops(con, feed)}
    with capsys.disabled():
        for title, counts in exact.items():
            told(title, counts)
        told("printed, not exact", others)
    assert [unequal(counts) for counts in exact.values()] == [[], [], []]
    assert min(planted for counts in exact.values() for planted, _, _ in counts.values()) > 0
    assert others["card"][0] == others["card"][1] > 0
