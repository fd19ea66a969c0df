"""Who is left in peace with offers, to the day; help and what is over never keep one away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lobby.domain.lead_rest import rest
from lobby.domain.portrait import Contact
from tests.portraits import AS_OF, CATALOG, POLICY, contact

DAY = timedelta(days=1)


def why(*contacts: Contact, complained_on: date | None = None) -> str | None:
    return rest(contacts, complained_on, AS_OF, POLICY, CATALOG.products, CATALOG.services.keys())


def test_a_stranger_may_be_approached() -> None:
    assert why() is None


@pytest.mark.parametrize(("days_ago", "found"), [(0, "complaint"), (6, "complaint"), (7, None)])
def test_after_a_complaint_there_is_peace(days_ago: int, found: str | None) -> None:
    assert why(complained_on=AS_OF - days_ago * DAY) == found


@pytest.mark.parametrize(("days_ago", "found"), [(0, "contacted"), (6, "contacted"), (7, None)])
@pytest.mark.parametrize("outcome", ["interested", "no_answer", "done"])
def test_nobody_is_approached_twice_in_a_week(days_ago: int, found: str | None, outcome: str) -> None:
    assert why(contact(outcome, AS_OF - days_ago * DAY, "dep_cd")) == found


def test_help_never_counts() -> None:
    assert why(contact("done", AS_OF, "mobile_bank")) is None


@pytest.mark.parametrize(("days_ago", "found"), [(89, "declined"), (90, None)])
def test_a_no_holds_for_its_products_cool_down(days_ago: int, found: str | None) -> None:
    assert why(contact("declined", AS_OF - days_ago * DAY, "fund_index")) == found


@pytest.mark.parametrize(("days_ago", "found"), [(29, "declined"), (30, None)])
def test_a_no_without_a_product_holds_for_30_days(days_ago: int, found: str | None) -> None:
    assert why(contact("declined", AS_OF - days_ago * DAY, None)) == found


@pytest.mark.parametrize(("next_on", "found"), [(AS_OF + DAY, "put_off"), (AS_OF, None)])
def test_what_was_put_off_waits_for_its_day(next_on: date, found: str | None) -> None:
    assert why(contact("not_now", AS_OF - 10 * DAY, "dep_cd", next_on=next_on)) == found


def test_the_cap_over_all_channels_comes_before_the_rest() -> None:
    told = [contact("interested", AS_OF - days * DAY, "dep_cd") for days in range(8, 8 + POLICY.contact_cap)]
    assert why(*told) == "capped"
    assert why(*told[1:]) is None
