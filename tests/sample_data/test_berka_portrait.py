"""The real Czech bank's portrait against its raw files: what they allow is there, nothing else is.

What must be there is worked out here from the `.asc` files alone, in Python, not by the project's SQL.
"""

import csv
import json
import os
import tomllib
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lobby.data.adapters import ADAPTERS, import_feed
from lobby.data.build import build
from lobby.data.manifest import Manifest
from lobby.data.settings import Settings
from tests.built import ROOT, open_built, records

pytestmark = pytest.mark.real_data

AS_OF = date(1994, 3, 31)
YEAR_AGO = AS_OF - timedelta(365)
EVENTS = ROOT / "lobby" / "catalog" / "events"

Raw = dict[str, list[dict[str, str]]]
Built = tuple[Manifest, duckdb.DuckDBPyConnection]


@pytest.fixture(scope="module")
def source(shared_data: Path) -> Path:
    """The bank's files; with CI=true a data folder without them is a failure."""
    folder = shared_data / "berka"
    if not folder.is_dir() and os.environ.get("CI") != "true":
        pytest.skip("the Berka bank's files are not present: ../shared/data/berka")
    return folder


@pytest.fixture(scope="module")
def raw(source: Path) -> Raw:
    """Each file's rows, as they stand there."""
    read: Raw = {}
    for path in source.glob("*.asc"):
        with path.open(encoding="utf-8", newline="") as file:
            read[path.stem] = list(csv.DictReader(file, delimiter=";"))
    return read


@pytest.fixture(scope="module")
def built(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The portrait's manifest and tables, built as `lobby import berka` and `lobby build` do."""
    folder = tmp_path_factory.mktemp("berka_portrait")
    import_feed(ADAPTERS / "berka", source, folder / "feed")
    manifest = build(folder / "feed", Settings(home=folder / "var"), now=datetime(2026, 11, 20, tzinfo=UTC))
    return manifest, open_built(folder / "var")


def day(text: str) -> date:
    """`940331` or `940331 00:00:00`."""
    return date(1900 + int(text[:2]), int(text[2:4]), int(text[4:6]))


def owners(raw: Raw) -> dict[str, str]:
    """The client who owns each account that is open on the business date."""
    opened = {row["account_id"] for row in raw["account"] if day(row["date"]) <= AS_OF}
    return {
        row["account_id"]: row["client_id"]
        for row in raw["disp"]
        if row["type"] == "OWNER" and row["account_id"] in opened
    }


def booked(raw: Raw, symbol: str) -> list[tuple[str, date, Decimal]]:
    """Owner, day and amount of each booking with this symbol up to the business date, oldest first."""
    of = owners(raw)
    found = [
        (of[row["account_id"]], day(row["date"]), Decimal(row["amount"]))
        for row in raw["trans"]
        if row["k_symbol"].strip() == symbol and day(row["date"]) <= AS_OF
    ]
    return sorted(found, key=lambda row: row[1])


def portraits(built: Built, columns: str, where: str) -> dict[str, tuple[Any, ...]]:
    """`columns` of the customers of whom `where` holds, by number."""
    found = built[1].execute(f"select customer_id, {columns} from portrait where {where}").fetchall()
    return {row[0]: row[1:] for row in found}


def events(built: Built, code: str) -> dict[str, dict[str, Any]]:
    """The event of this code of each customer who has it, its evidence read."""
    found = records(built[1], "from rows.event where event_code = $1", [code])
    return {row["customer_id"]: row | {"evidence": json.loads(row["evidence"])} for row in found}


def number(code: str, name: str) -> int:
    """A threshold of an event, from its file."""
    told = tomllib.loads((EVENTS / f"{code}.toml").read_text(encoding="utf-8"))
    return int(told["numbers"][name])


def loans(raw: Raw) -> dict[str, dict[str, Any]]:
    """Each borrower's loan: what is owed, how many instalments were due and paid, and when it ends."""
    of = owners(raw)
    paid = Counter(client for client, _, _ in booked(raw, "UVER"))
    orders = {row["account_id"]: row["amount"] for row in raw["order"] if row["k_symbol"] == "UVER"}
    found = {}
    for row in raw["loan"]:
        granted, count = day(row["date"]), int(row["duration"])
        if granted > AS_OF:
            continue
        client = of[row["account_id"]]
        months = (AS_OF.year - granted.year) * 12 + AS_OF.month - granted.month
        due = months + (granted.day < 12)  # on each 12th after the grant; the last was 12 March
        last = granted.year * 12 + granted.month - 1 + count - (granted.day < 12)
        found[client] = {
            "owed": (count - paid[client]) * Decimal(orders[row["account_id"]]),
            "due": due,
            "paid": paid[client],
            "left": count - due,
            "ends_on": date(last // 12, last % 12 + 1, 12),
            "status": row["status"],
        }
    return found


def test_who_owes_a_loan_owes_its_unpaid_instalments_and_nobody_else_owes(built: Built, raw: Raw) -> None:
    expected = {client: (loan["owed"],) for client, loan in loans(raw).items()}
    assert len(expected) == 38
    assert portraits(built, "liabilities", "liabilities <> 0") == expected
    assert portraits(built, "liability_consumer_loan", "liability_consumer_loan is not null") == expected
    held = portraits(built, "held_kinds", "list_contains(held_kinds, 'consumer_loan')")
    assert held == {client: (["consumer_loan", "current"],) for client in expected}


def test_a_loan_near_its_end_is_told_until_its_last_instalment(built: Built, raw: Raw) -> None:
    most = number("loan_ending", "instalments_left")
    expected = {
        client: (loan["left"], loan["ends_on"])
        for client, loan in loans(raw).items()
        if 1 <= loan["left"] <= most
    }
    found = events(built, "loan_ending")
    assert {who: (one["evidence"]["count"], one["expires_on"]) for who, one in found.items()} == expected
    assert len(expected) == 1


def test_the_one_late_payer_is_late_by_the_files_own_word(built: Built, raw: Raw) -> None:
    late = {client: loan for client, loan in loans(raw).items() if loan["paid"] < loan["due"]}
    assert {client: (loan["due"] - loan["paid"], loan["status"]) for client, loan in late.items()} == {
        "2166": (8, "B")  # B: the contract ran out, the loan was not paid
    }
    assert portraits(built, "count_overdue, count_late_24m", "count_overdue + count_late_24m > 0") == {
        "2166": (8, 8)
    }
    assert set(portraits(built, "1", "has_overdue_loan")) == {"2166"}
    dues = {client: (loan["due"],) for client, loan in loans(raw).items() if loan["due"]}
    assert portraits(built, "count_instalments_24m", "count_instalments_24m > 0") == dues


def test_penalty_interest_of_a_year_is_counted_as_a_credit_sign(built: Built, raw: Raw) -> None:
    days: dict[str, list[date]] = defaultdict(list)
    for client, booked_on, _ in booked(raw, "SANKC. UROK"):
        if booked_on > YEAR_AGO:
            days[client].append(booked_on)
    expected = {client: (len(found), found[-1]) for client, found in days.items()}
    columns = "count_penalty_interest_365d, last_penalty_interest_on"
    assert portraits(built, columns, "count_penalty_interest_365d > 0") == expected
    assert len(expected) == 23


def test_pensions_are_those_of_the_symbol(built: Built, raw: Raw) -> None:
    payments: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for client, booked_on, amount in booked(raw, "DUCHOD"):
        payments[client].append((booked_on, amount))
    expected = {}
    for client, found in payments.items():
        lately = {booked_on.month for booked_on, _ in found if booked_on >= date(1994, 1, 1)}
        if len(lately) >= 2:
            (usual,) = {booked_on.day for booked_on, _ in found if booked_on >= date(1993, 10, 1)}
            expected[client] = (usual, found[-1][1], found[-1][0])
    columns = "pension_day, pension_amount, pension_last_on"
    assert portraits(built, columns, "pension_day is not null") == expected
    assert len(expected) == 205
    begun = events(built, "pension_first")
    since = AS_OF - timedelta(number("pension_first", "window_days"))
    assert len(begun) == 8
    for client, event in begun.items():
        assert payments[client][0] == (event["happened_on"], event["amount"])
        assert event["happened_on"] >= since


def test_a_salary_comes_from_one_account_in_three_of_four_months_and_names_no_employer(
    built: Built, raw: Raw
) -> None:
    of = owners(raw)
    months: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in raw["trans"]:
        if row["operation"] == "PREVOD Z UCTU" and not row["k_symbol"].strip():
            booked_on = day(row["date"])
            if date(1993, 12, 1) <= booked_on <= AS_OF:
                months[of[row["account_id"]], row["account"]].add(booked_on.month)
    expected = {client for (client, _), found in months.items() if len(found) >= 3}
    assert set(portraits(built, "1", "salary_day is not null")) == expected
    assert len(expected) == 227
    employers = records(built[1], "from rows.relation where kind = 'employer'")
    assert {row["customer_id"] for row in employers} == expected
    assert {(row["other_id"], row["organisation_id"], row["payer"]) for row in employers} == {(None,) * 3}


def test_household_and_insurance_payments_are_the_only_spending_with_a_purpose(
    built: Built, raw: Raw
) -> None:
    expected: dict[tuple[str, str], tuple[Decimal, int]] = {}
    for symbol, category in (("SIPO", "utilities"), ("POJISTNE", "insurance")):
        for client, booked_on, amount in booked(raw, symbol):
            if booked_on > YEAR_AGO:
                total, count = expected.get((client, category), (Decimal(0), 0))
                expected[client, category] = (total + amount, count + 1)
    found = built[1].execute(
        """
        select customer_id, spent.code, spent.amount, spent.count
        from (select customer_id, unnest(spent_by_category_365d) as spent from portrait)
        where spent.code <> 'other'
        """
    )
    assert {(who, code): (amount, count) for who, code, amount, count in found.fetchall()} == expected
    assert Counter(category for _, category in expected) == {"utilities": 670, "insurance": 110}


def test_a_bill_is_not_money_that_leaves_for_another_bank(built: Built, raw: Raw) -> None:
    of = owners(raw)
    sent: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in raw["trans"]:
        ago = (AS_OF - day(row["date"])).days
        if row["operation"] == "PREVOD NA UCET" and not row["k_symbol"].strip() and 0 <= ago < 180:
            sent[row["account_id"]][ago >= 90] += Decimal(row["amount"])
    opened = {row["account_id"]: day(row["date"]) for row in raw["account"]}
    expected = {
        of[account]: lately
        for account, (lately, before) in sent.items()
        if opened[account] <= AS_OF - timedelta(180)
        and lately >= number("outflow_to_bank", "least_amount")
        and lately >= before * Decimal("1.5")
    }
    assert {who: one["amount"] for who, one in events(built, "outflow_to_bank").items()} == expected
    assert len(expected) == 1


def test_cards_are_those_issued_by_then(built: Built, raw: Raw) -> None:
    client_of = {row["disp_id"]: row["client_id"] for row in raw["disp"]}
    expected = {
        (client_of[row["disp_id"]], row["card_id"], day(row["issued"]))
        for row in raw["card"]
        if day(row["issued"]) <= AS_OF
    }
    found = built[1].execute(
        """
        select customer_id, card.card_id, card.issued_on, card.kind, card.last4, card.bound_wallets
        from (select customer_id, unnest(cards) as card from portrait)
        """
    )
    told = found.fetchall()
    assert {row[:3] for row in told} == expected
    assert [row[3:] for row in told] == [("debit", None, [])] * 6


def test_relations_are_disponents_of_open_accounts_and_unnamed_payers(built: Built, raw: Raw) -> None:
    of = owners(raw)
    pairs = {
        (of[row["account_id"]], row["client_id"])
        for row in raw["disp"]
        if row["type"] == "DISPONENT" and row["account_id"] in of
    }
    found = built[1].execute("select kind, customer_id, other_id from rows.relation").fetchall()
    assert {row[1:] for row in found if row[0] == "authorised"} == pairs
    assert {(row[2], row[1]) for row in found if row[0] == "acts_for"} == pairs
    assert len(pairs) == 260
    assert {row[0] for row in found} == {"authorised", "acts_for", "employer"}


def test_who_comes_after_the_business_date_has_no_event_and_no_first_day(built: Built, raw: Raw) -> None:
    of = owners(raw)
    later = {
        row["client_id"] for row in raw["disp"] if row["type"] == "OWNER" and row["account_id"] not in of
    }
    assert len(later) == 3271
    known = portraits(built, "first_opened_on", "first_opened_on is not null")
    assert set(known) == set(of.values())
    assert max(known.values()) <= (AS_OF,)
    alive = portraits(built, "1", "event_codes <> [] or scenarios <> [] or candidates <> []")
    assert later.isdisjoint(alive)
    assert later.isdisjoint(portraits(built, "1", "aum <> 0 or liabilities <> 0 or accounts <> []"))


UNKNOWN = (
    "name", "id_number_last4", "id_expires_on", "phone", "address_key", "occupation", "employer", "education",
    "marital_status", "income_band", "language", "manager_staff_id", "risk_rating", "risk_rated_on",
    "risk_expires_on", "liability_credit_card", "liability_mortgage", "liability_business_loan",
    "asset_time_deposit", "asset_wealth", "asset_fund", "asset_insurance", "asset_gold", "asset_securities",
    "next_maturity_on", "count_counter_365d", "count_mobile_logins_90d", "last_mobile_login_on",
    "last_branch_visit_on", "last_contact_on", "count_contacts_lately", "days_to_holiday",
    "mortgage_opened_on", "mortgage_settled_on", "home_loan_dues_left", "joint_opened_on",
    "organisation_registered_on", "car_insured_on", "luxury_income_share", "wholesale_ratio",
)  # fmt: skip
EMPTY = (
    "care_needs", "other_currencies", "held_products", "bound_wallets", "unfinished", "questions", "contacts",
    "appointments", "active_hours", "cities", "touch_channels", "surveys", "viewed_products", "viewed_often",
    "calculated_products", "unfinished_products", "asked_topics", "foreign_categories",
    "external_attributes", "external_facts", "consents",
)  # fmt: skip
NO_ROWS = ("staff", "organisation", "product", "association", "risk_flag", "set_aside")


def test_what_the_files_do_not_tell_is_not_known_of_anybody(built: Built) -> None:
    manifest, bank = built
    for column in UNKNOWN:
        assert bank.execute(f"select count({column}) from portrait").fetchall() == [(0,)], column
    for column in EMPTY:
        assert bank.execute(f"select max(len({column})) from portrait").fetchall() == [(0,)], column
    for table in NO_ROWS:
        assert bank.execute(f"select count(*) from {table}").fetchall() == [(0,)], table
    assert set(manifest.not_supplied) == {
        "staff", "product", "organisation", "organisation_person", "consent", "collateral", "touchpoint",
        "appointment", "survey", "contact", "external", "fx_rate",
    }  # fmt: skip


FROM_FILES = {
    "age_18_24", "age_25_34", "age_35_44", "age_45_54", "age_55_64", "age_65_over", "aum_none",
    "buys_insurance", "customer_1_5_years", "deposit_heavy", "deposits_only", "hardly_active",
    "lately_anniversary", "lately_loan_ending", "lately_outflow_to_bank", "lately_pension_first",
    "lately_salary_first", "new_customer", "no_credit_card", "no_debt", "no_regular_income",
    "pays_bills_here", "pension_here", "salary_here", "salary_long", "stage_campus_starter",
    "stage_elderly_pension", "stage_mature_worker", "stage_pre_retire", "stage_young_worker",
    "transfers_often", "uses_cash",
}  # fmt: skip
OF_DEFAULT = {"marketing_granted", "partner_data_granted", "profiling_granted"}  # feed.toml says so of all
MISSING = {"occupation_missing", "phone_missing", "rating_missing"}


def test_no_event_card_or_tag_needs_what_the_files_lack(built: Built) -> None:
    bank = built[1]
    codes = {row[0] for row in bank.execute("select distinct event_code from rows.event").fetchall()}
    assert codes == {
        "anniversary", "birthday", "idle_balance", "loan_ending", "outflow_to_bank", "pension_first",
        "salary_first",
    }  # fmt: skip
    cards = bank.execute("select code from scenario_count order by code").fetchall()
    assert cards == [("TRG4",), ("TRG5",)]  # a salary that begins; money that lies idle or leaves
    tags = {row[0] for row in bank.execute("select code from tag_count").fetchall()}
    assert tags == FROM_FILES | OF_DEFAULT | MISSING


def test_nobody_under_age_is_told_of_or_judged(built: Built) -> None:
    told = "event_codes && ['birthday', 'anniversary'] or scenarios <> [] or tags <> []"
    judged = "loyalty_index is not null or churn_level <> 'none' or reach_state is not null"
    assert portraits(built, "age", f"age < 18 and ({told} or {judged})") == {}


def test_loyalty_rests_on_no_survey_and_no_referral(built: Built) -> None:
    found = built[1].execute(
        """
        select part.part, count(part.points) + count(part.points_before)
        from (select unnest(loyalty_parts) as part from portrait) group by part.part
        """
    )
    counts = dict(found.fetchall())
    assert {part for part, count in counts.items() if count == 0} == {
        "product", "service", "process", "campaign", "referrals",
    }  # fmt: skip
    assert {part for part, count in counts.items() if count} == {"products", "tenure", "activity", "wallet"}
