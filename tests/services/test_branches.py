"""A branch as a whole: arrivals by hour and business, else what the feed tells, and what fits."""

from datetime import timedelta
from decimal import Decimal
from typing import get_args

import pytest

from lobby.data import desk_arrivals
from lobby.data.desk import Happening
from lobby.domain.arrivals import Announcement
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Role, Viewer
from lobby.services.branches import branch_view
from lobby.services.sources import Sources

MANAGER = Viewer("s3", "Wu", "manager", "b1", frozenset(), "test")
HEAD_OFFICE = Viewer("h1", "Zhou", "head_office", None, frozenset(), "test")


def came(sources: Sources, key: str, business: str | None, hours_ago: int) -> None:
    at = sources.now() - timedelta(hours=hours_ago)
    told = Announcement(
        arrival_id=key, source="queue", branch_id="b1", arrived_at=at, digest=key, business_type=business
    )
    desk_arrivals.announce(sources.desk, told, at, Happening(MANAGER, "arrival"))


def test_arrivals_are_counted_by_hour_and_business(sources: Sources) -> None:
    hour = sources.now().hour
    for key, business, ago in (("a1", "transfer", 0), ("a2", "transfer", 24), ("a3", None, 1)):
        came(sources, key, business, ago)
    came(sources, "a4", "transfer", 31 * 24)
    found = branch_view(sources, MANAGER, "b1", sources.now())
    assert not found.is_of_feed
    assert found.visits == {"transfer": {hour: 2}, "other": {hour - 1: 1}}
    assert found.days == 30
    assert branch_view(sources, HEAD_OFFICE, "b2", sources.now()).visits != found.visits


def test_without_arrivals_the_feed_tells_the_hours(sources: Sources) -> None:
    found = branch_view(sources, MANAGER, "b1", sources.now())
    assert found.is_of_feed
    assert found.visits == {"all": {9: 1, 10: 1}}
    assert (found.district, found.kind, found.machine) == ("城东区", "community", Decimal(1))
    assert all(one.benefit.until >= sources.now().date() and one.customers for one in found.benefits)


@pytest.mark.parametrize("role", sorted(set(get_args(Role)) - {"manager", "head_office"}))
def test_nobody_else_sees_it_and_a_manager_the_own_alone(sources: Sources, role: Role) -> None:
    with pytest.raises(AccessRefused):
        branch_view(sources, Viewer("x1", "Sun", role, "b1", frozenset(), "test"), "b1", sources.now())
    with pytest.raises(AccessRefused):
        branch_view(sources, MANAGER, "b2", sources.now())
    assert sources.desk.audited(1, action="branch") == ()
