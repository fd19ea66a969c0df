"""Events of what a customer did and said, on the phone and in the branch: found, just missed, expired."""

from datetime import date
from typing import Any

import pytest

from tests.portraits import AS_OF
from tests.queries.one_event import Happening, Rows, ago, at, happened

Row = dict[str, Any]

DEAD, MINOR = {"deceased": True}, {"birth_date": date(2012, 1, 1)}


def touch(kind: str, days: int, hour: int = 10, **rest: Any) -> Row:
    return {"kind": kind, "happened_at": at(days, hour), **rest}


def seen(found: list[Happening]) -> list[tuple[str | None, int]]:
    return [(one.evidence["product_code"], one.evidence["count"]) for one in found]


@pytest.mark.parametrize(
    ("touches", "told"),
    [
        ([touch("calculator", 29, product_code="loan_home")], [("loan_home", 1)]),
        ([touch("calculator", 30, product_code="loan_home")], []),
        ([touch("calculator", -1, product_code="loan_home")], []),
        ([touch("view_product", 3, product_code="loan_home")], []),
        ([touch("calculator", 3)], [(None, 1)]),
        (
            [touch("calculator", day, product_code=code) for day, code in ((9, "a"), (5, "a"), (7, "b"))],
            [("b", 1), ("a", 2)],
        ),
    ],
)
def test_calculator_used(touches: Rows, told: list[tuple[str | None, int]]) -> None:
    assert seen(happened("calculator_used", touchpoint=touches)) == told


def test_a_calculation_keeps_the_newest_amount_and_lives_for_its_window() -> None:
    touches = [touch("calculator", 5, 9, amount=90_000), touch("calculator", 5, 10, amount=120_000)]
    (found,) = happened("calculator_used", touchpoint=touches)
    assert (str(found.amount), found.happened_on, found.expires_on) == ("120000.00", ago(5), ago(-24))
    assert found.strength == 0.6


@pytest.mark.parametrize(
    ("touches", "told"),
    [
        ([touch("view_product", day, product_code="dep_cd") for day in (29, 0)], [("dep_cd", 2)]),
        ([touch("view_product", day, product_code="dep_cd") for day in (30, 0)], []),
        ([touch("view_product", 0, product_code=code) for code in ("dep_cd", "wmp_30d")], []),
        ([touch("view_product", day) for day in (1, 0)], []),
    ],
)
def test_product_viewed(touches: Rows, told: list[tuple[str | None, int]]) -> None:
    assert seen(happened("product_viewed", touchpoint=touches)) == told


@pytest.mark.parametrize(
    ("touches", "told"),
    [
        ([touch("ad_click", 29, product_code="dep_cd")], [("dep_cd", 1)]),
        ([touch("ad_click", 30, product_code="dep_cd")], []),
        ([touch("ad_click", 3), touch("ad_click", 2)], [(None, 2)]),
        ([touch("view_product", 3, product_code="dep_cd")], []),
    ],
)
def test_ad_clicked(touches: Rows, told: list[tuple[str | None, int]]) -> None:
    assert seen(happened("ad_clicked", touchpoint=touches)) == told


@pytest.mark.parametrize("customer", [DEAD, MINOR])
def test_what_the_dead_and_minors_looked_at_is_not_told(customer: Row) -> None:
    touches = [
        touch(kind, day, product_code="dep_cd")
        for kind in ("calculator", "view_product", "ad_click")
        for day in (2, 1)
    ]
    assert happened("calculator_used", customer=[customer], touchpoint=touches) == []
    assert happened("product_viewed", customer=[customer], touchpoint=touches) == []
    assert happened("ad_clicked", customer=[customer], touchpoint=touches) == []


def abandoned(days: int, **rest: Any) -> Row:
    return touch("application_abandoned", days, product_code="loan_home", reference="r1", **rest)


@pytest.mark.parametrize(
    ("touches", "told"),
    [
        ([abandoned(10, expires_on=AS_OF)], [(AS_OF, 0.9)]),
        ([abandoned(10, expires_on=ago(-7))], [(ago(-7), 0.9)]),
        ([abandoned(10, expires_on=ago(-8))], [(ago(-8), 0.8)]),
        ([abandoned(10, expires_on=ago(1))], []),
        ([abandoned(30)], [(AS_OF, 0.9)]),
        ([abandoned(31)], []),
        ([abandoned(10), touch("application_submitted", 9, reference="r1")], []),
        ([abandoned(10), touch("application_submitted", 11, reference="r1")], [(ago(-20), 0.8)]),
        ([touch("application_started", 5, product_code="loan_home")], []),
    ],
)
def test_application_abandoned(touches: Rows, told: list[tuple[date, float]]) -> None:
    found = happened("application_abandoned", touchpoint=touches)
    assert [(one.expires_on, one.strength) for one in found] == told


def test_an_abandoned_application_says_where_it_stopped_and_what_is_missing() -> None:
    row = abandoned(10, amount=80_000, step="3", missing_document="contract", expires_on=ago(-5))
    (found,) = happened("application_abandoned", touchpoint=[row])
    assert (found.happened_on, str(found.amount)) == (ago(10), "80000.00")
    assert found.evidence == {
        "product_code": "loan_home", "step": "3", "missing_document": "contract", "due_on": "2026-11-25",
    }  # fmt: skip
    assert happened("application_abandoned", customer=[DEAD], touchpoint=[row]) == []


@pytest.mark.parametrize(
    ("touches", "told"),
    [
        ([touch("question", 29, reference="When?", channel="wechat")], ["When?"]),
        ([touch("question", 30, reference="When?")], []),
        ([touch("question", -1, reference="When?")], []),
        ([touch("question", 5, reference="One?"), touch("question", 4, reference="Two?")], ["One?", "Two?"]),
        ([touch("view_product", 5, reference="When?")], []),
    ],
)
def test_question_asked(touches: Rows, told: list[str]) -> None:
    assert [one.evidence["asked"] for one in happened("question_asked", touchpoint=touches)] == told


def test_the_dead_ask_nothing() -> None:
    asked = [touch("question", 5, reference="When?")]
    assert happened("question_asked", customer=[DEAD], touchpoint=asked) == []


@pytest.mark.parametrize(
    ("touches", "told"),
    [
        ([touch("complaint_opened", 400, reference="x")], [ago(400)]),
        ([touch("complaint_opened", 9, reference="x"), touch("complaint_closed", 8, reference="x")], []),
        ([touch("complaint_opened", 9), touch("complaint_closed", 8)], []),
        (
            [touch("complaint_opened", 9, reference="x"), touch("complaint_closed", 8, reference="y")],
            [ago(9)],
        ),
        (
            [touch("complaint_opened", 9, reference="x"), touch("complaint_closed", 10, reference="x")],
            [ago(9)],
        ),
        ([touch("complaint_opened", -1, reference="x")], []),
        (
            [touch("complaint_opened", 9, reference="x"), touch("complaint_closed", -1, reference="x")],
            [ago(9)],
        ),
        ([touch("complaint_closed", 8, reference="x")], []),
    ],
)
def test_complaint_open(touches: Rows, told: list[date]) -> None:
    found = happened("complaint_open", touchpoint=touches)
    assert [one.happened_on for one in found] == told
    assert [(one.expires_on, one.strength) for one in found] == [(ago(-30), 1.0) for _ in told]


def visit(days: int, **rest: Any) -> Row:
    return touch("branch_service", days, channel="counter", **rest)


OTHERS = [{"customer_id": "c1", "first_opened_on": ago(900)}, {"customer_id": "c2"}]
LONG_KNOWN = visit(800, customer_id="c2")


@pytest.mark.parametrize(
    ("touches", "visited_on", "before_on"),
    [
        ([visit(3), visit(368)], [ago(3)], [ago(368)]),
        ([visit(3), visit(367)], [], []),
        ([visit(3)], [ago(3)], [None]),
        ([visit(1), visit(3), visit(500)], [ago(3)], [ago(500)]),
        ([visit(13), visit(500)], [ago(13)], [ago(500)]),
        ([visit(14), visit(500)], [], []),
        ([touch("login", 3), visit(500)], [], []),
        ([visit(-1), visit(500)], [], []),
    ],
)
def test_first_visit_in_year(
    touches: list[Row], visited_on: list[date], before_on: list[date | None]
) -> None:
    found = happened("first_visit_in_year", customer=OTHERS, touchpoint=[*touches, LONG_KNOWN])
    assert [one.happened_on for one in found] == visited_on
    before = [one.evidence["before_on"] for one in found]
    assert before == [day and day.isoformat() for day in before_on]


def test_a_payment_at_the_counter_is_a_visit_too() -> None:
    paid = [{"booked_at": at(days), "amount": -100, "channel": "counter"} for days in (3, 200)]
    first = happened("first_visit_in_year", customer=OTHERS, transaction=paid[:1], touchpoint=[LONG_KNOWN])
    assert [one.happened_on for one in first] == []  # nobody's payments are known a year back
    old = {"booked_at": at(700), "amount": -100, "channel": "counter", "account_id": "a2"}
    accounts = [{}, {"account_id": "a2", "customer_id": "c2"}]
    feed = {"customer": OTHERS, "account": accounts, "touchpoint": [LONG_KNOWN]}
    assert len(happened("first_visit_in_year", transaction=[paid[0], old], **feed)) == 1
    assert happened("first_visit_in_year", transaction=[*paid, old], **feed) == []


@pytest.mark.parametrize(
    ("customer", "known"),
    [
        ({"first_opened_on": ago(300)}, [LONG_KNOWN]),
        ({"first_opened_on": None}, [LONG_KNOWN]),
        ({"first_opened_on": ago(900)}, []),
        ({"first_opened_on": ago(900), **DEAD}, [LONG_KNOWN]),
    ],
)
def test_a_year_that_nobody_knows_of_is_not_told(customer: Row, known: list[Row]) -> None:
    found = happened("first_visit_in_year", customer=[customer, OTHERS[1]], touchpoint=[visit(3), *known])
    assert found == []


@pytest.mark.parametrize(
    ("touches", "told"),
    [
        ([touch("login", 60)], [(AS_OF, ago(-90))]),
        ([touch("login", 59)], []),
        ([touch("login", 150)], [(ago(90), AS_OF)]),
        ([touch("login", 151)], []),
        ([touch("login", 100), touch("login", 10)], []),
        ([touch("login", 100), touch("login", -1)], [(ago(40), ago(-50))]),
        ([touch("login", 100, channel="web")], []),
        ([touch("view_product", 100)], []),
        ([], []),
    ],
)
def test_mobile_bank_inactive(touches: Rows, told: list[tuple[date, date]]) -> None:
    found = happened("mobile_bank_inactive", touchpoint=touches)
    assert [(one.happened_on, one.expires_on) for one in found] == told


@pytest.mark.parametrize("customer", [DEAD, MINOR, {"kind": "organisation"}])
def test_the_dead_minors_and_firms_do_not_miss_the_phone_bank(customer: Row) -> None:
    assert happened("mobile_bank_inactive", customer=[customer], touchpoint=[touch("login", 100)]) == []
