"""After a no there is peace, to the day; talks over all channels are capped."""

from datetime import date, timedelta

import pytest

from lobby.domain import fatigue
from tests.portraits import AS_OF, CATALOG, POLICY, contact

FUND = CATALOG.products["fund_index"]  # 90 days
DAY = timedelta(days=1)


def why(*contacts, product=FUND, today=AS_OF):
    refused = fatigue.refusal(product, contacts, CATALOG.products, today, POLICY)
    return refused and (refused.reason, dict(refused.values))


@pytest.mark.parametrize(
    ("days_ago", "tired"), [(0, True), (12, True), (89, True), (90, False), (400, False)]
)
def test_a_no_holds_for_the_cool_down_of_the_product(days_ago, tired):
    declined_on = AS_OF - days_ago * DAY
    expected = ("declined_recently", {"declined_on": declined_on, "until": declined_on + 90 * DAY})
    assert why(contact("declined", declined_on)) == (expected if tired else None)


def test_a_no_to_one_fund_holds_for_every_fund_but_for_no_deposit():
    told = contact("declined", AS_OF - 12 * DAY, "fund_mm")
    assert why(told) is not None
    assert why(told, product=CATALOG.products["dep_cd"]) is None


def test_a_no_that_names_no_product_holds_for_all_for_30_days():
    assert why(contact("declined", AS_OF - 29 * DAY, None), product=CATALOG.products["dep_cd"]) is not None
    assert why(contact("declined", AS_OF - 30 * DAY, None), product=CATALOG.products["dep_cd"]) is None


@pytest.mark.parametrize(("next_on", "tired"), [(AS_OF + DAY, True), (AS_OF, False), (None, True)])
def test_not_now_waits_until_the_day_agreed(next_on, tired):
    assert (why(contact("not_now", AS_OF - DAY, next_on=next_on)) is not None) is tired


def test_not_appropriate_holds_for_today_and_every_product():
    assert why(contact("not_appropriate", AS_OF, None)) == ("not_appropriate_today", {})
    assert why(contact("not_appropriate", AS_OF - DAY, None)) is None


def test_a_later_yes_ends_an_earlier_no():
    no = contact("declined", AS_OF - 12 * DAY)
    yes = contact("interested", AS_OF - 2 * DAY)
    assert why(no, yes) is None
    assert why(contact("interested", AS_OF - 20 * DAY), no) is not None


@pytest.mark.parametrize("outcome", ["done", "zone_booked"])
@pytest.mark.parametrize(("days_ago", "rests"), [(0, True), (29, True), (30, False)])
def test_what_was_settled_rests_and_no_other_product(outcome, days_ago, rests):
    day = AS_OF - days_ago * DAY
    told = contact(outcome, day)
    expected = ("settled_recently", {"settled_on": day, "until": day + 30 * DAY})
    assert why(told) == (expected if rests else None)
    assert why(told, product=CATALOG.products["fund_mm"]) is None


def test_a_settled_product_ends_the_no_before_it():
    no, yes = contact("declined", AS_OF - 50 * DAY), contact("done", AS_OF - 31 * DAY)
    assert why(no) is not None
    assert why(no, yes) is None


@pytest.mark.parametrize(("days_ago", "rests"), [(0, True), (6, True), (7, False)])
def test_what_a_colleague_has_rests_for_a_week(days_ago, rests):
    day = AS_OF - days_ago * DAY
    told = contact("referred", day)
    expected = ("with_colleague", {"referred_on": day, "until": day + 7 * DAY})
    assert why(told) == (expected if rests else None)
    assert why(told, product=CATALOG.products["fund_mm"]) is None


def test_a_referral_that_is_over_does_not_end_an_earlier_no():
    no, referred = contact("declined", AS_OF - 20 * DAY), contact("referred", AS_OF - 8 * DAY)
    assert why(no, referred) == (
        "declined_recently",
        {"declined_on": AS_OF - 20 * DAY, "until": AS_OF + 70 * DAY},
    )


@pytest.mark.parametrize("channel", ["branch", "phone", "sms", "app", "wechat"])
def test_a_no_counts_whatever_the_channel(channel):
    assert why(contact("declined", AS_OF - DAY, channel=channel)) is not None


@pytest.mark.parametrize(
    ("days_ago", "until"), [(0, AS_OF + 7 * DAY), (6, AS_OF + DAY), (7, None), (None, None), (-1, None)]
)
def test_after_a_complaint_there_is_quiet_for_a_week(days_ago, until):
    complained_on = None if days_ago is None else AS_OF - days_ago * DAY
    assert fatigue.quiet_after_complaint(complained_on, AS_OF, POLICY) == until


def test_what_has_not_happened_yet_counts_for_nothing():
    assert why(contact("declined", AS_OF + DAY)) is None


@pytest.mark.parametrize(
    ("days_ago", "outcome", "capped"),
    [(5, "no_answer", True), (30, "no_answer", False), (5, "not_appropriate", False)],
)
def test_six_talks_in_thirty_days_are_enough(days_ago, outcome, capped):
    talks = [contact("referred", AS_OF - DAY * n) for n in range(1, 6)]
    assert fatigue.is_capped([*talks, contact(outcome, AS_OF - days_ago * DAY)], AS_OF, POLICY) is capped


def test_contacts_of_a_product_the_catalogue_does_not_know_are_of_no_kind():
    assert why(contact("declined", date(2026, 11, 10), "BANK-OWN-7")) is None
