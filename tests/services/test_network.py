"""The network of the tiny bank's customers as each member of staff may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from lobby.domain.errors import AccessRefused, QueryError
from lobby.domain.viewer import Viewer
from lobby.services.network import network
from lobby.services.rows import rows_behind
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]


@pytest.fixture
def adviser(signed_in: SignIn) -> Viewer:
    """An adviser of b1 without the corp qualification."""
    return replace(signed_in("s2"), role="adviser", branch_id="b1", qualifications=frozenset({"wm"}))


def opened(sources: Sources, viewer: Viewer, customer_id: str) -> Visit:
    return open_customer(sources, viewer, customer_id, reason="test of the network")


def seen(sources: Sources, viewer: Viewer, customer_id: str) -> list[tuple[str | None, list[str]]]:
    """Names and kinds of relation, in order."""
    found = network(sources, viewer, opened(sources, viewer, customer_id))
    return [(node.name, [tie.kind for tie in node.ties]) for node in found.nodes]


def test_household_child_and_employer_of_a_mother(sources: Sources, adviser: Viewer) -> None:
    assert seen(sources, adviser, "c05") == [
        (None, ["household", "ward", "pays"]),  # her child: the relation and no more
        ("阿***·买**", ["household", "joint"]),
        (None, ["employer"]),  # pays without saying that it is a salary: not named
    ]


def test_with_the_qualification_the_organisation_stands_there_too(sources: Sources, adviser: Viewer) -> None:
    corp = replace(adviser, qualifications=frozenset({"corp"}))
    assert seen(sources, corp, "c12") == [
        (None, ["acts_for"]),  # a customer of b2: no name of it
        ("星河餐饮有限公司", ["owner"]),
        ("赵*", ["partner"]),
    ]
    assert seen(sources, adviser, "c12") == []


def test_a_household_is_added_up(sources: Sources, adviser: Viewer) -> None:
    found = network(sources, adviser, opened(sources, adviser, "c01"))
    assert (found.household_aum, found.count_household) == (Decimal("221076.29"), 2)
    found = network(sources, adviser, opened(sources, adviser, "c05"))
    assert (found.household_aum, found.count_household) == (Decimal("168398.00"), 2)  # not the child's
    elsewhere = replace(adviser, branch_id="b2")
    found = network(sources, elsewhere, opened(sources, elsewhere, "c01"))
    assert (found.household_aum, found.nodes[0].name) == (None, None)


def test_somebody_alone_has_an_empty_network(sources: Sources, adviser: Viewer) -> None:
    found = network(sources, adviser, opened(sources, adviser, "c10"))
    assert (found.nodes, found.count_more, found.household_aum) == ((), 0, None)
    assert found.count_colleagues is None


def test_colleagues_are_counted_without_the_customer(sources: Sources, adviser: Viewer) -> None:
    assert network(sources, adviser, opened(sources, adviser, "c02")).count_colleagues == 0


def test_no_more_than_can_be_read_at_once(sources: Sources, adviser: Viewer) -> None:
    policy = replace(sources.catalog.policy, network_nodes=2)
    narrow = replace(sources, catalog=replace(sources.catalog, policy=policy))
    found = network(narrow, adviser, opened(sources, adviser, "c05"))
    assert (len(found.nodes), found.count_more) == (1, 2)


@pytest.mark.parametrize("role", ["lobby", "teller", "head_office", "risk", "auditor"])
def test_nobody_else_may_open_it_and_trying_is_kept(sources: Sources, adviser: Viewer, role: str) -> None:
    other = replace(adviser, role=role)
    visit = opened(sources, other, "c05")
    with pytest.raises(AccessRefused):
        network(sources, other, visit)
    newest = sources.desk.audited(1)[0]
    assert (newest["action"], newest["result"], newest["visit_id"], newest["details"]) == (
        "refused",
        "not_for_role",
        visit.visit_id,
        {"asked": "network.network"},
    )
    with pytest.raises(QueryError):
        rows_behind(sources, other, visit, "pays:0")


def test_opening_it_is_kept_before_it_is_shown(sources: Sources, adviser: Viewer) -> None:
    visit = opened(sources, adviser, "c01")
    network(sources, adviser, visit)
    newest = sources.desk.audited(1)[0]
    assert (newest["action"], newest["result"], newest["details"]) == ("part", "ok", {"part": "network"})


def test_the_transfers_of_a_minor_do_not_open(sources: Sources, adviser: Viewer) -> None:
    visit = opened(sources, adviser, "c05")
    for figure in ("pays:0", "paid_by:0", "pays:9", "pays:c04", "pays:", "household:0"):
        with pytest.raises(QueryError):
            rows_behind(sources, adviser, visit, figure)


def test_the_transfers_with_an_adult_open_to_their_sum(sources: Sources, adviser: Viewer) -> None:
    visit = opened(sources, adviser, "c04")
    found = network(sources, adviser, visit)
    place = next(i for i, node in enumerate(found.nodes) if "paid_by" in [tie.kind for tie in node.ties])
    behind = rows_behind(sources, adviser, visit, f"paid_by:{place}")
    assert (behind.total, len(behind.rows)) == (Decimal("200.00"), 1)
    assert behind.columns == ("booked_at", "account_tail", "method", "channel", "value")
