"""The Berka adapter: every code on a few invented rows, the real bank's counts where it is present."""

import json
import os
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from lobby.cli import app, exit_code
from lobby.data.adapters import ADAPTERS, Imported, import_feed
from lobby.data.feed.checking import check_feed

BERKA = ADAPTERS / "berka"

SMALL_BANK = {
    "district.asc": """
A1;A2;A3
1;"Hl.m. Praha";"Prague"
2;"Benesov";"central Bohemia"
""",
    "client.asc": """
"client_id";"birth_number";"district_id"
1;"706213";2
2;"450204";1
3;"401399";1
""",
    "account.asc": """
"account_id";"district_id";"frequency";"date"
10;1;"POPLATEK MESICNE";930105
20;2;"POPLATEK TYDNE";940501
""",
    "disp.asc": """
"disp_id";"client_id";"account_id";"type"
1;1;10;"OWNER"
2;2;10;"DISPONENT"
3;3;20;"OWNER"
""",
    "card.asc": """
"card_id";"disp_id";"type";"issued"
7;1;"gold";"940205 00:00:00"
""",
    "loan.asc": """
"loan_id";"account_id";"date";"amount";"duration";"payments";"status"
5;10;940111;3000;3;1000.00;"A"
6;20;940512;2000;2;1000.00;"C"
""",
    "order.asc": """
"order_id";"account_id";"bank_to";"account_to";"amount";"k_symbol"
1;10;"YZ";"87144583";2452.00;"SIPO"
2;10;"ST";"89597016";1000.20;"UVER"
3;10;"QR";"13943797";7266.00;"POJISTNE"
4;10;"QR";"13943798";66.00;"LEASING"
5;10;"QR";"13943799";6.00;" "
""",
    "trans.asc": """
"trans_id";"account_id";"date";"type";"operation";"amount";"balance";"k_symbol";"bank";"account"
1;10;940110;"PRIJEM";"VKLAD";5000.00;5000.00;"";;
2;10;940112;"VYDAJ";"PREVOD NA UCET";1000.20;3999.80;"UVER";"ST";89597016
3;10;940131;"PRIJEM";"";12.50;4002.30;"UROK";;
4;10;940131;"VYDAJ";"VYBER";14.60;3987.70;"SLUZBY";;
5;10;940131;"VYBER";"VYBER";100.00;3887.70;" ";;0
6;10;940214;"VYDAJ";"VYBER KARTOU";200.00;3687.70;"";;0
7;10;940215;"VYDAJ";"PREVOD NA UCET";300.00;3387.70;"SIPO";"YZ";87144583
8;10;940216;"VYDAJ";"PREVOD NA UCET";50.00;3337.70;"POJISTNE";"QR";13943797
9;10;940310;"PRIJEM";"PREVOD Z UCTU";4019.00;7356.70;"DUCHOD";"CD";37906074
10;10;940331;"VYDAJ";"VYBER";1.70;7355.00;"SANKC. UROK";;
11;10;940412;"VYDAJ";"PREVOD NA UCET";1000.20;6354.80;"UVER";"ST";89597016
12;10;940320;"OMYL";"NOVINKA";1.00;7356.70;"";;
""",
}


@pytest.fixture
def small_bank(tmp_path: Path) -> Path:
    """Three invented clients in the form of the Berka bank's files."""
    folder = tmp_path / "bank"
    folder.mkdir()
    for name, text in SMALL_BANK.items():
        (folder / name).write_text(text.lstrip().replace("\n", "\r\n"), encoding="utf-8", newline="")
    return folder


@pytest.fixture
def small_feed(small_bank: Path, tmp_path: Path) -> Path:
    """The feed of the small bank."""
    import_feed(BERKA, small_bank, tmp_path / "feed")
    return tmp_path / "feed"


@pytest.fixture(scope="session")
def berka(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Imported, Path]:
    """The real bank's counts and feed; with CI=true a data folder without it is a failure."""
    source = shared_data / "berka"
    if not source.is_dir() and os.environ.get("CI") != "true":
        pytest.skip("the Berka bank's files are not present: ../shared/data/berka")
    feed = tmp_path_factory.mktemp("berka") / "feed"
    return import_feed(BERKA, source, feed), feed


def rows(feed: Path, sql: str) -> list[tuple[object, ...]]:
    """What `sql` finds in the feed's tables, each named as in the feed."""
    with duckdb.connect() as connection:
        for part in feed.glob("*.parquet"):
            connection.read_parquet(str(part)).create_view(part.stem)
        return connection.sql(sql).fetchall()


def found_by_check(feed: Path) -> set[tuple[str, str, str | None, int]]:
    """Code, table, column and count of everything that the feed check finds."""
    with duckdb.connect() as connection:
        report = check_feed(connection, feed, previous=None, today=date(2026, 11, 20))
    return {(check.code, check.table, check.column, check.count) for check in report.checks}


def test_a_birth_number_tells_the_birth_date_and_the_gender(small_feed: Path) -> None:
    found = rows(small_feed, "select customer_id, gender, birth_date from customer order by customer_id")
    assert found == [
        ("1", "female", "1970-12-13"),
        ("2", "male", "1945-02-04"),
        ("3", None, "1940-13-99"),  # no such month: kept as it is, so that the feed check counts it
    ]


def test_a_customer_belongs_to_the_branch_of_the_account_and_lives_in_his_own_district(
    small_feed: Path,
) -> None:
    found = rows(
        small_feed,
        """
        select customer_id, home_branch_id, address_area, first_opened_on
        from customer order by customer_id
        """,
    )
    assert found == [
        ("1", "1", "Benesov", date(1993, 1, 5)),
        ("2", "1", "Hl.m. Praha", None),
        ("3", "2", "Hl.m. Praha", date(1994, 5, 1)),
    ]


def test_the_owner_has_the_account_and_the_loan_and_the_disponent_may_use_it(small_feed: Path) -> None:
    assert rows(small_feed, "select * from account order by account_id") == [
        ("10", "1", "current", "CZK", date(1993, 1, 5), None),
        ("20", "3", "current", "CZK", date(1994, 5, 1), None),
        ("L5", "1", "consumer_loan", "CZK", date(1994, 1, 11), date(1994, 3, 12)),
        ("L6", "3", "consumer_loan", "CZK", date(1994, 5, 12), date(1994, 7, 12)),
    ]
    assert rows(small_feed, "select * from account_party") == [("10", "2", "authorised")]
    assert rows(small_feed, "select * from card") == [("7", "10", "1", "debit", date(1994, 2, 5))]


def test_an_instalment_is_paid_only_where_a_payment_up_to_the_business_date_shows_it(
    small_feed: Path,
) -> None:
    assert rows(small_feed, "select * from loan_schedule where account_id = 'L5' order by due_on") == [
        ("L5", date(1994, 1, 12), Decimal("1000.20"), date(1994, 1, 12), Decimal("1000.20"), "10"),
        ("L5", date(1994, 2, 12), Decimal("1000.20"), None, None, None),
        ("L5", date(1994, 3, 12), Decimal("1000.20"), None, None, None),
    ]


def test_every_symbol_has_its_code_and_an_unknown_one_stays_to_be_counted(small_feed: Path) -> None:
    found = rows(
        small_feed,
        """
        select transaction_id, amount, payment_method, channel, merchant_category, counterparty_account,
            counterparty_bank, counterparty_customer_id
        from transaction order by cast(transaction_id as integer)
        """,
    )
    assert found == [
        ("1", Decimal("5000.00"), "cash", None, None, None, None, None),
        ("2", Decimal("-1000.20"), "transfer", None, None, "89597016", "ST", "1"),
        ("3", Decimal("12.50"), "interest", "batch", None, None, None, None),
        ("4", Decimal("-14.60"), "fee", "batch", None, None, None, None),
        ("5", Decimal("-100.00"), "cash", None, None, None, None, None),
        ("6", Decimal("-200.00"), "card", None, None, None, None, None),
        ("7", Decimal("-300.00"), "transfer", None, "SIPO", "87144583", "YZ", None),
        ("8", Decimal("-50.00"), "transfer", None, "POJISTNE", "13943797", "QR", None),
        ("9", Decimal("4019.00"), "pension", None, None, "37906074", "CD", None),
        ("10", Decimal("-1.70"), "interest", "batch", None, None, None, None),
        ("11", Decimal("-1000.20"), "transfer", None, None, "89597016", "ST", "1"),
        ("12", None, "NOVINKA", None, None, None, None, None),
    ]
    assert rows(small_feed, "select * from merchant_category order by code") == [
        ("POJISTNE", "insurance"),
        ("SIPO", "utilities"),
    ]


def test_a_booking_has_a_day_and_no_hour(small_feed: Path) -> None:
    found = rows(
        small_feed, "select cast(booked_at as varchar), memo from transaction where transaction_id = '2'"
    )
    assert found == [("1994-01-12 00:00:00", "PREVOD NA UCET UVER")]


def test_standing_orders_say_what_they_are_for(small_feed: Path) -> None:
    assert rows(small_feed, "select order_id, purpose from standing_order order by order_id") == [
        ("1", "utilities"),
        ("2", "loan"),
        ("3", "insurance"),
        ("4", "leasing"),
        ("5", None),
    ]


def test_balances_close_each_month_and_a_loan_owes_its_unpaid_instalments(small_feed: Path) -> None:
    assert rows(small_feed, "select * from balance order by account_id, balance_on") == [
        ("10", date(1994, 1, 31), Decimal("3887.70")),
        ("10", date(1994, 2, 28), Decimal("3337.70")),
        ("10", date(1994, 3, 31), Decimal("7355.00")),
        ("L5", date(1994, 1, 31), Decimal("2000.40")),
        ("L5", date(1994, 2, 28), Decimal("2000.40")),
        ("L5", date(1994, 3, 31), Decimal("2000.40")),
    ]


def test_the_feed_says_what_it_is(small_feed: Path) -> None:
    assert tomllib.loads((small_feed / "feed.toml").read_text(encoding="utf-8")) == {
        "bank": "Berka",
        "business_date": date(1994, 3, 31),
        "currency": "CZK",
        "timezone": "Europe/Prague",
        "country": "CZ",
        "demo": True,
        "options": {"consent_default": "granted", "clock": "business_date"},
    }


def test_the_command_counts_what_it_read_and_wrote(
    small_bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert exit_code(app, ["import", "berka", str(small_bank), "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["read"]["trans"] == 12
    assert told["written"] == {
        "branch": 2,
        "customer": 3,
        "loan_schedule": 5,
        "account": 4,
        "account_party": 1,
        "card": 1,
        "standing_order": 5,
        "merchant_category": 2,
        "transaction": 12,
        "balance": 6,
    }


@pytest.mark.real_data
def test_every_row_of_the_real_bank_is_in_the_feed(berka: tuple[Imported, Path]) -> None:
    counts, feed = berka
    assert counts.read == {
        "account": 4500,
        "card": 892,
        "client": 5369,
        "disp": 5369,
        "district": 77,
        "loan": 682,
        "orders": 6471,
        "trans": 49102,
    }
    assert counts.written == {
        "branch": 77,
        "customer": 5369,
        "loan_schedule": 24888,
        "account": 4500 + 682,
        "account_party": 869,
        "card": 892,
        "standing_order": 6471,
        "merchant_category": 2,
        "transaction": 49102,
        "balance": 11109,
    }
    found = rows(feed, "select kind, count(*) from account group by kind order by kind")
    assert found == [("consumer_loan", 682), ("current", 4500)]


@pytest.mark.real_data
def test_rows_after_the_business_date_are_there_and_have_no_amount(berka: tuple[Imported, Path]) -> None:
    _, feed = berka
    later = "select account_id, kind from account where opened_on > date '1994-03-31'"
    assert rows(feed, f"select kind, count(*) from ({later}) group by kind order by kind") == [
        ("consumer_loan", 644),
        ("current", 3271),
    ]
    assert rows(feed, "select count(*) from card where issued_on > date '1994-03-31'") == [(886,)]
    assert rows(feed, f"select count(*) from balance semi join ({later}) using (account_id)") == [(0,)]
    assert rows(feed, "select max(balance_on) from balance") == [(date(1994, 3, 31),)]


def test_the_feed_check_counts_what_the_adapter_could_not_read(small_feed: Path) -> None:
    assert found_by_check(small_feed) == {
        ("after_business_date", "account", "opened_on", 2),
        ("after_business_date", "transaction", "booked_at", 1),
        ("malformed", "customer", "birth_date", 1),
        ("required_missing", "transaction", "amount", 1),
        ("too_many_set_aside", "transaction", None, 1),
        ("unknown_code", "transaction", "payment_method", 1),
    }


@pytest.mark.real_data
def test_the_feed_check_accepts_the_real_bank_whole(berka: tuple[Imported, Path]) -> None:
    counts, feed = berka
    with duckdb.connect() as connection:
        report = check_feed(connection, feed, previous=None, today=date(2026, 11, 20))
    assert not report.stopped
    assert report.counts == counts.written
    assert found_by_check(feed) == {
        ("after_business_date", "account", "opened_on", 3271 + 644),
        ("after_business_date", "card", "issued_on", 886),
        ("balance_unexplained", "account", None, 315),
    }


@pytest.mark.real_data
def test_the_last_balance_is_the_one_nearest_the_sum_of_the_bookings(berka: tuple[Imported, Path]) -> None:
    _, feed = berka
    found = rows(
        feed,
        """
        with sums as (
            select account_id, sum(amount) as signed_sum from transaction group by account_id
        ),
        last_balances as (
            select account_id, arg_max(balance, balance_on) as balance from balance group by account_id
        )
        select
            count(*), count(*) filter (balance = signed_sum),
            count(*) filter (abs(balance - signed_sum) <= 0.50), max(abs(balance - signed_sum))
        from sums inner join last_balances using (account_id)
        """,
    )
    assert found == [(1229, 598, 1200, Decimal("332.20"))]


@pytest.mark.real_data
def test_all_loan_payments_of_the_real_bank_are_instalments_of_its_loans(
    berka: tuple[Imported, Path],
) -> None:
    _, feed = berka
    paid = "select count(*), sum(paid_amount) from loan_schedule where paid_on is not null"
    booked = "select count(*), -sum(amount) from transaction where counterparty_customer_id is not null"
    assert rows(feed, paid) == rows(feed, booked) == [(123, Decimal("483565.80"))]
    unequal = "select count(*) from loan_schedule where paid_amount <> due_amount"
    assert rows(feed, unequal) == [(0,)]
    owed = "select count(distinct account_id) from balance where account_id like 'L%'"
    assert rows(feed, owed) == [(38,)]
