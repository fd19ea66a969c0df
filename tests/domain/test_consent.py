"""The feed's word against the word at a desk, case by case."""

from datetime import date, timedelta

import pytest

from lobby.domain.consent import Standing, Statement, standing

DAY = date(2026, 11, 20)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def said(is_granted, on, channel="any", purpose="marketing"):
    return Statement(purpose, channel, is_granted, on)


YES, NO = (said(True, DAY),), (said(False, DAY),)


@pytest.mark.parametrize(
    ("feed", "desk", "default", "is_granted", "since", "is_of_desk"),
    [
        ([], [], False, False, None, False),
        ([], [], True, True, None, False),
        ([said(True, BEFORE)], [], False, True, BEFORE, False),
        ([said(False, BEFORE)], [], True, False, BEFORE, False),
        ([said(True, BEFORE), said(False, BEFORE, "branch")], [], True, False, BEFORE, False),
        # a refusal at a desk ends every grant of the feed, older or newer
        ([said(True, BEFORE)], NO, True, False, DAY, True),
        ([said(True, DAY)], NO, True, False, DAY, True),
        ([said(True, AFTER)], NO, True, False, DAY, True),
        ([said(True, AFTER, "branch")], NO, True, False, DAY, True),
        ([], NO, True, False, DAY, True),
        # a grant at a desk ends older refusals of the feed; of the same day or later they hold
        ([said(False, BEFORE)], YES, False, True, DAY, True),
        ([said(False, BEFORE, "branch")], YES, False, True, DAY, True),
        ([said(False, DAY)], YES, False, False, DAY, False),
        ([said(False, AFTER)], YES, False, False, AFTER, False),
        ([], YES, False, True, DAY, True),
        # a word on another purpose or channel says nothing here
        ([said(False, BEFORE, "phone")], [], True, True, None, False),
        ([said(True, BEFORE)], [said(False, DAY, "phone")], False, True, BEFORE, False),
        ([said(True, BEFORE)], [said(False, DAY, purpose="profiling")], False, True, BEFORE, False),
    ],
)
def test_what_holds_in_the_branch(feed, desk, default, is_granted, since, is_of_desk):
    found = standing("marketing", "branch", feed, desk, default)
    assert (found.is_granted, found.since, found.is_of_desk) == (is_granted, since, is_of_desk)


@pytest.mark.parametrize(
    ("feed", "desk", "is_granted"),
    [
        ([said(True, BEFORE)], [], True),
        ([said(True, BEFORE), said(False, BEFORE, "phone")], [], False),
        ([said(True, BEFORE), said(False, BEFORE, "phone")], [said(True, DAY, "phone")], True),
        ([said(False, BEFORE)], [said(True, DAY, "phone")], False),
        ([said(True, BEFORE, "phone")], NO, False),
        ([said(True, BEFORE)], [said(False, DAY, "phone")], False),
        ([said(True, BEFORE)], [said(False, DAY, "sms")], True),
    ],
)
def test_what_holds_on_the_phone(feed, desk, is_granted):
    assert standing("marketing", "phone", feed, desk, default=False).is_granted is is_granted


def test_a_newer_grant_of_the_feed_is_told_and_does_not_hold():
    found = standing("marketing", "branch", [said(True, AFTER)], NO, default=False)
    assert found == Standing(False, DAY, is_of_desk=True, feed_grants_on=AFTER)
    older = standing("marketing", "branch", [said(True, BEFORE)], NO, default=False)
    assert older.feed_grants_on is None
