"""Every statement on the page opens to the rows that prove it, for customers of the sample bank.

Walked for a few customers of each event, loyalty part, churn reason, credit sign and tie: what is said is the
sum of the rows, their number, or one of them. What opens nothing is listed with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import pytest

from lobby.domain.credit import Sign
from lobby.domain.evidence import Evidence, happened
from lobby.domain.network import ORDER, Tie
from lobby.domain.viewer import Viewer
from lobby.services.advice import credit_signs
from lobby.services.customer import customer_view
from lobby.services.keeping import PART_FIGURES, keeping
from lobby.services.network import network
from lobby.services.portraits import read_portrait
from lobby.services.rows import rows_behind
from lobby.services.sources import Sources
from lobby.services.views import RowsBehind, Visit
from lobby.services.visits import open_customer
from tests.portraits import CATALOG

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
OF_EACH = 3
ANSWERED = ("product", "service", "process", "campaign")
# What opens nothing, and why.
CLOSED_EVENTS = dict.fromkeys(
    (
        "ad_clicked", "address_changed", "anniversary", "application_abandoned", "birthday",
        "calculator_used", "card_activated", "card_dormant", "complaint_open", "employer_changed",
        "first_visit_in_year", "id_expiring", "mobile_bank_inactive", "mortgage_year", "product_viewed",
        "question_asked", "rating_expiring",
    ),
    "a day or a word of one row of the feed, said whole: nothing adds up to it",
)  # fmt: skip
# What is worked out of the sum of the rows, and how.
BELOW_THE_SUM = {"idle_balance": "what is left of the balance after the spending of some usual months"}
CLOSED_PARTS = dict.fromkeys(ANSWERED, "the answers stand in the table under the parts")
CLOSED_CHURN = {"complaint_open": "a day of one contact, said whole"}
CLOSED_SIGNS = {"occupation": "a word of the customer's row, said whole"}


@dataclass(frozen=True)
class Said:
    """A statement: the amount and the number in it, each None where there is none.

    `is_below`: the amount is what something leaves of the sum.
    """

    figure: str
    amount: Decimal | None = None
    count: int | None = None
    is_below: bool = False


@pytest.fixture(scope="module")
def people(sample: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Customers with their branch: a few of each event, churn reason, tie and of what repayment tells."""
    wanted = """
        with told as (
            select customer_id, event_code as code from rows.event
            union all select customer_id, kind from rows.relation
            union all select customer_id, e.code from
                (select customer_id, unnest(churn_reasons) as e from portrait)
            union all select customer_id, 'late' from portrait where count_late_24m > 0
            union all select customer_id, 'penalty' from portrait where count_penalty_interest_365d > 0
        ), ranked as (
            select *, row_number() over (partition by code order by hash(customer_id)) as place
            from (select distinct * from told)
        )
        select distinct customer_id, home_branch_id from portrait
        where customer_id in (select customer_id from ranked where place <= ?) order by 1
    """
    with sample.cursor() as con:
        return con.execute(wanted, [OF_EACH]).fetchall()


def opened(bank: Sources, people: list[tuple[str, str]]) -> Iterator[tuple[Viewer, Visit]]:
    """Each customer opened by an adviser of the own branch, one for each so that no limit is met."""
    for number, (customer_id, branch_id) in enumerate(people):
        viewer = Viewer(f"s{number}", "He", "adviser", branch_id, frozenset({"wm", "fund", "corp"}))
        yield viewer, open_customer(bank, viewer, customer_id)


def values(behind: RowsBehind) -> list[Decimal]:
    place = behind.columns.index("value") if "value" in behind.columns else None
    return [] if place is None else [Decimal(str(row[place])) for row in behind.rows]


def agrees(behind: RowsBehind, said: Said) -> bool:
    """Is what was said the sum of the rows, or one of them, and their number?"""
    of_rows = values(behind)
    total = behind.total is None or behind.is_cut or behind.total == sum(of_rows, Decimal(0))
    amount = said.amount is None or said.amount == behind.total or said.amount in of_rows
    if said.is_below:
        amount = said.amount is not None and said.amount <= sum(of_rows)
    count = said.count is None or behind.is_cut or len(behind.rows) == said.count
    return bool(behind.rows) and total and amount and count


def disagreeing(bank: Sources, viewer: Viewer, visit: Visit, said: list[Said]) -> list[object]:
    found = [(one, rows_behind(bank, viewer, visit, one.figure)) for one in said]
    return [(visit.customer_id, one, behind) for one, behind in found if not agrees(behind, one)]


def of_event(one: Evidence) -> Said:
    counted = {"loan_ending": "count", "salary_stopped": "months", "business_receipts": "count"}
    count = one.facts.get(counted.get(one.code, ""))
    amount = one.facts["amount"]
    assert amount is None or isinstance(amount, Decimal)
    assert count is None or isinstance(count, int)
    return Said(str(one.figure), amount, count, is_below=one.code in BELOW_THE_SUM)


def test_every_event_opens_to_its_rows(bank: Sources, people: list[tuple[str, str]]) -> None:
    seen: set[str] = set()
    faults: list[object] = []
    for viewer, visit in opened(bank, people):
        portrait = read_portrait(bank, visit.customer_id)
        told = happened(CATALOG, portrait, portrait.as_of)
        opening = [one for one in told if one.figure is not None and one.code not in CLOSED_EVENTS]
        seen |= {one.code for one in opening}
        faults += disagreeing(bank, viewer, visit, [of_event(one) for one in opening])
    assert faults == []
    assert seen == CATALOG.events.keys() - CLOSED_EVENTS.keys()


def test_every_reason_on_the_page_opens_to_rows(bank: Sources, people: list[tuple[str, str]]) -> None:
    faults, checked = [], 0
    for viewer, visit in opened(bank, people):
        view = customer_view(bank, viewer, visit, NOW, "en")
        lines = (*view.unfinished, *view.services, *view.suggestions)
        for reason in [*view.recent, *(reason for line in lines for reason in line.reasons)]:
            if reason.figure is not None:
                checked += 1
                if not rows_behind(bank, viewer, visit, reason.figure).rows:
                    faults.append((visit.customer_id, reason))
    assert faults == []
    assert checked > 100


def test_every_part_and_warning_opens_to_its_rows(bank: Sources, people: list[tuple[str, str]]) -> None:
    parts: set[str] = set()
    warned: set[str] = set()
    faults: list[object] = []
    for viewer, visit in opened(bank, people):
        found = keeping(bank, viewer, visit, "en")
        measures = {part["part"]: part["measured"] for part in found.closeness.parts}
        for part, figure in PART_FIGURES.items():
            behind = rows_behind(bank, viewer, visit, figure)
            if part in measures and not measured(part, behind, measures[part]):
                faults.append((visit.customer_id, part, measures[part], behind))
            parts |= {part} & measures.keys()
        for one in found.warnings:
            if one.reason.code not in CLOSED_CHURN:
                amount = one.reason.facts["amount"]
                assert amount is None or isinstance(amount, Decimal)
                said = Said(str(one.reason.figure), amount)
                warned.add(one.reason.code)
                faults += disagreeing(bank, viewer, visit, [said])
    assert faults == []
    assert parts == CATALOG.keeping.loyalty.weight.keys() - CLOSED_PARTS.keys()
    assert warned | CLOSED_CHURN.keys() >= CATALOG.keeping.churn.rules.keys() & CATALOG.events.keys()


def measured(part: str, behind: RowsBehind, measure: Decimal | None) -> bool:
    """Do the rows behind a part of the loyalty index give its measure?"""
    if part == "products":
        place = behind.columns.index("kind")
        return len({row[place] for row in behind.rows}) == measure
    if part == "referrals":
        return len(behind.rows) == measure
    if part == "activity":
        return behind.is_cut or round(Decimal(30 * len(behind.rows)) / 81, 4) == measure
    if part == "tenure":
        return len(behind.rows) == 1
    return behind.total == sum(values(behind), Decimal(0)) or behind.is_cut


def test_every_credit_sign_opens_to_its_rows(bank: Sources, people: list[tuple[str, str]]) -> None:
    seen: set[str] = set()
    faults: list[object] = []
    for viewer, visit in opened(bank, people):
        for sign in credit_signs(bank, viewer, visit).signs:
            if sign.code in CLOSED_SIGNS:
                continue
            seen.add(sign.code)
            behind = rows_behind(bank, viewer, visit, str(sign.figure))
            if not agrees(behind, Said(str(sign.figure))) or not counted(sign, behind):
                faults.append((visit.customer_id, sign, behind))
    assert faults == []
    assert seen == {"repayment", "income", "utilisation"}  # no interest for being late in the sample


def counted(sign: Sign, behind: RowsBehind) -> bool:
    """Are the rows as many as the sign says, or of as many months?"""
    if sign.code == "income":
        place = behind.columns.index("booked_at")
        return len({f"{row[place]:%Y-%m}" for row in behind.rows}) == sign.facts["months"]
    number = sign.facts.get("due", sign.facts.get("count"))
    return number is None or len(behind.rows) == number


def of_tie(tie: Tie, place: int) -> Said:
    counted = {"household": 2, "referred": tie.step, "referred_by": tie.step}
    return Said(f"{tie.kind}:{place}", tie.amount, counted.get(tie.kind, tie.count_rows))


def test_every_tie_opens_to_what_proves_it(bank: Sources, people: list[tuple[str, str]]) -> None:
    seen: set[str] = set()
    faults: list[object] = []
    for viewer, visit in opened(bank, people):
        nodes = network(bank, viewer, visit).nodes
        said = [of_tie(tie, place) for place, node in enumerate(nodes) for tie in node.ties if tie.opens]
        seen |= {one.figure.partition(":")[0] for one in said}
        faults += disagreeing(bank, viewer, visit, said)
    assert faults == []
    assert seen == set(ORDER) - {"ward"}  # of a child nothing but the relation


@pytest.mark.parametrize("kind", ["household", "employer", "joint", "owner", "referred"])
@pytest.mark.parametrize("role", ["lobby", "teller", "head_office", "auditor"])
def test_nobody_else_opens_a_tie(bank: Sources, people: list[tuple[str, str]], role: str, kind: str) -> None:
    customer_id, branch_id = people[0]
    viewer = replace(Viewer("s1", "He", "lobby", branch_id, frozenset({"corp"})), role=role)
    visit = open_customer(bank, viewer, customer_id, reason="test of the ties")
    with pytest.raises(Exception, match="There is no figure"):
        rows_behind(bank, viewer, visit, f"{kind}:0")
