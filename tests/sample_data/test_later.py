"""A later business date goes on with the same bank, and shows what came of the talks it is told of."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from lobby.data.desk import Happening, open_desk
from lobby.data.desk_decisions import Offered, Record, keep
from lobby.domain.results import Offer
from lobby.domain.viewer import Viewer
from tests.sample_data.conftest import asking, generate
from tests.sample_data.test_generate import check_feed, table_name

Rows = Callable[[str], list[tuple]]

FIRST, LATER, LATEST = "2026-08-20", "2026-09-15", "2026-11-10"
SIZE = ("--customers", "300", "--seed", "3", "--planned-on", FIRST)
PRODUCTS = ("dep_term", "wmp_30d", "cc_standard", "fund_bond", "loan_consumer", "REN1", "dep_cd")
GROWING = ("transaction", "touchpoint")
STANDING = ("customer", "consent", "survey", "contact", "card", "staff", "product", "account_party")


def talks(path: Path, days: range) -> Path:
    """Half of the customers were talked to about a product, every second of them for show."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["customer_id", "code", "talked_on", "is_treated"])
        for number in range(1, 300):
            day = 21 + number % 40
            if day in days:
                on = f"2026-08-{day}" if day <= 31 else f"2026-09-{day - 31:02}"
                writer.writerow([f"C{number:08}", PRODUCTS[number % len(PRODUCTS)], on, number // 7 % 2 == 0])
    return path


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The first feed, one of September with the talks until then, and one of November with all."""
    home = tmp_path_factory.mktemp("later")
    first = talks(home / "first.csv", range(21, 41))
    both = talks(home / "both.csv", range(21, 61))
    planted = ("--base-rate", "0.3", "--lift", "0.4")
    return {
        "first": generate(home / "a", *SIZE, "--as-of", FIRST),
        "later": generate(home / "b", *SIZE, "--as-of", LATER, "--talks", str(first), *planted),
        "latest": generate(home / "c", *SIZE, "--as-of", LATEST, "--talks", str(both), *planted),
    }


def gone(earlier: Path, later: Path, table: str, columns: str = "*", where: str = "true") -> list[tuple]:
    """Up to five rows of a table that the earlier feed holds and the later one does not."""
    of = [f"select {columns} from {files_of(feed, table)} where {where}" for feed in (earlier, later)]
    return duckdb.sql(f"({of[0]}) except all ({of[1]}) limit 5").fetchall()


def files_of(feed: Path, table: str) -> str:
    return f"'{feed / table}/*.parquet'" if (feed / table).is_dir() else f"'{feed / table}.parquet'"


@pytest.mark.parametrize(("earlier", "later"), [("first", "later"), ("later", "latest")])
def test_a_later_feed_goes_on_where_the_earlier_one_ended(
    feeds: dict[str, Path], earlier: str, later: str
) -> None:
    for table in (*GROWING, *STANDING):
        assert gone(feeds[earlier], feeds[later], table) == [], table
    for table in STANDING:
        counted = f"select count(*) from {table_name(table)}"
        assert asking(feeds[earlier])(counted) == asking(feeds[later])(counted), table
    month_ends = "balance_on = last_day(balance_on)"
    assert gone(feeds[earlier], feeds[later], "balance", where=month_ends) == []
    kept = "account_id, customer_id, product_code, kind, opened_on, interest_rate"
    assert gone(feeds[earlier], feeds[later], "account", kept) == []


def test_only_what_ended_or_renewed_has_changed(feeds: dict[str, Path]) -> None:
    changed = gone(feeds["first"], feeds["later"], "account", "account_id, matures_on, closed_on")
    assert changed != []
    assert {FIRST <= str(matures_on) <= LATER for _, matures_on, _ in changed} == {True}


@pytest.mark.parametrize("feed", ["later", "latest"])
def test_the_money_is_explained_and_nobody_is_overdrawn(feeds: dict[str, Path], feed: str) -> None:
    ask = asking(feeds[feed])
    unexplained = """
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
    assert ask(unexplained) == []
    assert ask("select * from balance where balance < 0") == []
    assert ask('select transaction_id from "transaction" group by all having count(*) > 1') == []
    assert check_feed(feeds[feed]) == {}


def test_life_goes_on_in_the_later_months(feeds: dict[str, Path]) -> None:
    sql = """
        select strftime(booked_at, '%Y-%m'), count(*) from "transaction"
        where payment_method = 'salary' group by all order by all
    """
    paid = dict(asking(feeds["latest"])(sql))
    assert paid["2026-09"] == paid["2026-10"] > 0
    logins = "select count(*) from touchpoint where kind = 'login' and happened_at >= date '2026-10-11'"
    assert asking(feeds["latest"])(logins)[0][0] > 50


def test_the_truth_names_who_took_what_up(feeds: dict[str, Path]) -> None:
    ask = asking(feeds["latest"])
    opened = """
        select count(*) from truth_taken_up as truth anti join account
            on truth.customer_id = account.customer_id and truth.product_code = account.product_code
            and account.opened_on = truth.taken_up_on
        where is_taken_up and way <> 'finished'
    """
    assert ask(opened) == [(0,)]
    unasked = """
        select count(*) from truth_taken_up as truth inner join account
            on truth.customer_id = account.customer_id and truth.product_code = account.product_code
            and account.opened_on between truth.talked_on + 1 and truth.talked_on + 20
        where not is_taken_up and way = 'opened'
    """
    assert ask(unasked) == [(0,)]
    submitted = """
        select count(*) from truth_taken_up as truth inner join touchpoint
            on truth.customer_id = touchpoint.customer_id and touchpoint.kind = 'application_submitted'
            and cast(touchpoint.happened_at as date) = truth.taken_up_on
        where is_taken_up and way = 'finished'
    """
    assert ask(submitted) == ask("select count(*) from truth_taken_up where is_taken_up and way = 'finished'")


def test_who_was_talked_to_takes_more_up_by_what_was_planted(feeds: dict[str, Path]) -> None:
    sql = "select is_treated, avg(cast(is_taken_up as int)), min(chance), max(chance) from truth_taken_up"
    control, treated = asking(feeds["latest"])(f"{sql} where talked_on < '2026-10-01' group by 1 order by 1")
    assert control[1] == pytest.approx(0.3, abs=0.06)
    assert treated[1] == pytest.approx(0.7, abs=0.06)
    assert (control[2:], treated[2:]) == ((0.3, 0.3), (0.7, 0.7))


def test_a_scenario_card_stands_for_its_product(feeds: dict[str, Path]) -> None:
    codes = {code for (code,) in asking(feeds["latest"])("select distinct product_code from truth_taken_up")}
    assert codes == {*PRODUCTS, "loan_home"} - {"REN1"}


def test_the_desk_store_itself_tells_what_was_offered(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, lambda: datetime(2026, 8, 20, 1, tzinfo=UTC))
    for number, is_control in ((1, False), (2, True)):
        record = Record(f"d{number}", "V", f"C{number:08}", "S1", "B001", {}, f"{number}", {}, {}, ())
        offered = Offered(date(2026, 8, 21), (Offer("dep_term", 0, is_control, None, (), "young_worker"),))
        keep(desk, record, offered, Happening(Viewer("S1", "Lin", "lobby", "B001"), "decision"))
    desk.close()
    options = ("--customers", "50", "--planned-on", FIRST, "--as-of", LATER)
    feed = generate(tmp_path / "feed", *options, "--talks", str(tmp_path / "desk.sqlite"))
    told = asking(feed)("select customer_id, product_code, is_treated from truth_taken_up order by all")
    assert told == [("C00000001", "dep_term", True), ("C00000002", "dep_term", False)]


def test_a_desk_store_without_any_offer_is_refused(tmp_path: Path) -> None:
    open_desk(tmp_path, lambda: datetime(2026, 8, 20, 1, tzinfo=UTC)).close()
    options = ("--customers", "50", "--planned-on", FIRST, "--as-of", LATER)
    with pytest.raises(AssertionError, match="nothing was offered yet"):
        generate(tmp_path / "feed", *options, "--talks", str(tmp_path / "desk.sqlite"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", FIRST), "nobody was talked to until the business date"),
        (("--as-of", "2027-06-01"), "goes on until 2027-02-20"),
        (("--as-of", LATER), "neither a product nor a scenario card: nothing_known"),
    ],
)
def test_talks_that_cannot_have_come_to_anything_are_refused(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    told = tmp_path / "talks.csv"
    told.write_text("customer_id,code,talked_on,is_treated\nC00000001,nothing_known,2026-08-21,true\n")
    with pytest.raises(AssertionError, match=said):
        generate(
            tmp_path / "feed", "--customers", "50", "--planned-on", FIRST, "--talks", str(told), *options
        )


def test_a_bank_without_talks_is_planned_for_its_own_day_however_late(tmp_path: Path) -> None:
    feed = generate(tmp_path / "feed", "--customers", "50", "--as-of", "2028-02-29")
    assert (feed / "truth" / "event" / "birthday.csv").exists()
    assert not (feed / "truth" / "taken_up.csv").exists()
    (until,) = asking(feed)("select max(cast(booked_at as date)) from transaction")[0]
    assert date(2028, 2, 1) <= until <= date(2028, 2, 29)
