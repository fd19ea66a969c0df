"""What offering changed: groups by their first decision, success by the feed, nobody named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from lobby.data import desk_decisions, desk_outcomes, desk_results
from lobby.data.desk import Desk, Happening
from lobby.data.desk_backup import back_up, restore
from lobby.data.desk_decisions import Offered, Record
from lobby.domain.errors import AccessRefused
from lobby.domain.outcomes import Outcome, Result, Subject
from lobby.domain.results import Arm, Offer
from lobby.domain.viewer import Role, Viewer
from lobby.learn.lift import lift
from lobby.services import results
from lobby.services.sources import Sources
from tests.desk_stores import Watch
from tests.portraits import AS_OF

SignIn = Callable[[str], Viewer]
HEAD_OFFICE = Viewer("S9", "Wu", "head_office", "B001")
MANAGER = Viewer("S8", "Lin", "manager", "B001")
EARLY = date(2026, 9, 1)


def offer(
    desk: Desk,
    customer_id: str,
    product: str = "dep_term",
    on: date = EARLY,
    branch: str = "B001",
    **said: Any,
) -> None:
    """A decision that offered one product; `said`: what else the offer is."""
    told = {"place": 0, "is_control": False, "card": None, "triggers": (), "segment": "mature_worker"} | said
    number = f"{customer_id}-{product}-{on}"
    record = Record(number, number, customer_id, "S1", branch, {}, number, {}, {}, ())
    viewer = Viewer("S1", "Lin", "lobby", branch)
    happening = Happening(viewer, "decision", customer_id=customer_id, visit_id=number)
    desk_decisions.keep(desk, record, Offered(on, (Offer(product, **told),)), happening)


def taken_lately(bank: Sources) -> list[tuple[str, str, date]]:
    """Customers who took a product up so long ago that a window is over, the product and the day."""
    rows = bank.portraits.rows("results_taken_up")
    window = timedelta(days=bank.catalog.policy.results_window_days)
    slow = {code for code, product in bank.catalog.products.items() if product.window_days}
    found = {
        row["customer_id"]: (row["customer_id"], row["product_code"], row["taken_on"])
        for row in rows
        if EARLY - timedelta(days=60) < row["taken_on"] <= AS_OF - window and row["product_code"] not in slow
    }
    return list(found.values())


def others(bank: Sources, count: int) -> list[str]:
    """Customers who took nothing up lately."""
    taken = {row["customer_id"] for row in bank.portraits.rows("results_taken_up")}
    return [f"C{number:08}" for number in range(1, 2000) if f"C{number:08}" not in taken][:count]


def test_both_groups_are_counted_by_what_the_feed_shows(bank: Sources) -> None:
    takers, nobody = taken_lately(bank)[:36], others(bank, 84)
    for number, (customer_id, product, taken_on) in enumerate(takers):
        on = taken_on - timedelta(days=number % 31)
        offer(bank.desk, customer_id, product, on, is_control=number < 6, triggers=("idle_balance",))
    for number, customer_id in enumerate(nobody):
        offer(bank.desk, customer_id, is_control=number < 14)
    found = results.results(bank, HEAD_OFFICE)
    assert found.overall is not None
    assert (found.overall.treated, found.overall.control) == (Arm(100, 30), Arm(20, 6))
    assert found.overall.lift == lift(Arm(100, 30), Arm(20, 6))
    assert found.overall.more == 1402 - 120
    assert found.steps == {
        "opened": 0, "decided": 120, "shown": 100, "talked": 0, "interested": 0, "taken_up": 30,
    }  # fmt: skip
    assert (found.waiting, found.rule, found.by["trigger"].hidden) == (0, None, 1)
    assert [one.code for one in found.by["branch"].shown] == ["B001"]


def test_what_was_taken_up_too_early_or_too_late_or_is_another_product_does_not_count(bank: Sources) -> None:
    takers = taken_lately(bank)[:30]
    for number, (customer_id, product, taken_on) in enumerate(takers):
        on = [taken_on + timedelta(days=1), taken_on - timedelta(days=31), taken_on][number % 3]
        offer(bank.desk, customer_id, product if number % 3 < 2 else "cc_inst", on, is_control=number < 15)
    found = results.results(bank, HEAD_OFFICE)
    assert found.overall is not None
    assert (found.overall.treated, found.overall.control) == (Arm(15, 0), Arm(15, 0))


def test_a_customer_counts_with_the_first_decision_alone(bank: Sources, watch: Watch) -> None:
    takers = taken_lately(bank)[:24]
    for number, (customer_id, product, taken_on) in enumerate(takers):
        offer(bank.desk, customer_id, "cc_inst", taken_on - timedelta(days=9), is_control=number < 12)
        watch.pass_by(minutes=1)
        offer(bank.desk, customer_id, product, taken_on - timedelta(days=2), is_control=number >= 12)
    found = results.results(bank, HEAD_OFFICE)
    assert found.overall is not None
    assert (found.overall.treated, found.overall.control) == (Arm(12, 0), Arm(12, 0))
    assert [one.code for one in found.by["product"].shown] == ["cc_inst"]


def test_who_is_still_in_the_window_waits_and_who_is_out_of_the_period_is_gone(bank: Sources) -> None:
    policy = bank.catalog.policy
    days = [policy.results_window_days - 1, policy.results_period_days + 1]
    for customer_id, back in zip(others(bank, 2), days, strict=True):
        offer(bank.desk, customer_id, on=AS_OF - timedelta(days=back))
    found = results.results(bank, HEAD_OFFICE)
    assert (found.waiting, found.steps["shown"], found.overall) == (1, 1, None)


def test_a_small_group_is_not_shown_and_nobody_is_named(bank: Sources) -> None:
    customers = others(bank, 60)
    for number, customer_id in enumerate(customers):
        offer(bank.desk, customer_id, "dep_cd" if number < 30 else "dep_term", is_control=number % 30 < 9)
    found = results.results(bank, MANAGER)
    assert found.overall is not None
    assert (found.by["product"].shown, found.by["product"].hidden) == ((), 2)
    assert not any(customer_id in repr(found) for customer_id in customers)


def test_a_manager_sees_the_own_branch_and_no_other(bank: Sources) -> None:
    for number, customer_id in enumerate(others(bank, 90)):
        offer(bank.desk, customer_id, branch="B001" if number < 30 else "B002", is_control=number % 2 == 0)
    found, everywhere = results.results(bank, MANAGER), results.results(bank, HEAD_OFFICE)
    assert found.overall is not None
    assert everywhere.overall is not None
    assert (found.branch_id, found.overall.treated.count, found.overall.control.count) == ("B001", 15, 15)
    assert ("branch" in found.by, everywhere.branch_id) == (False, None)
    assert {one.code: one.treated.count for one in everywhere.by["branch"].shown} == {"B001": 15, "B002": 30}
    assert found.beside.long_tail < everywhere.beside.long_tail


def test_staff_taps_stand_beside_what_the_feed_shows(bank: Sources) -> None:
    takers, nobody = taken_lately(bank)[:12], others(bank, 20)
    for customer_id, product, taken_on in takers:
        offer(bank.desk, customer_id, product, taken_on)
    for customer_id in nobody:
        offer(bank.desk, customer_id)
    said: list[tuple[str, str, Result, tuple[str, ...]]] = [
        *((customer_id, product, "interested", ()) for customer_id, product, _ in takers[:4]),
        *((customer_id, "dep_term", "interested", ()) for customer_id in nobody[:3]),
        *((customer_id, "dep_term", "declined", ("no_need",)) for customer_id in nobody[3:8]),
        (nobody[8], "dep_term", "declined", ("distrust",)),
        *((nobody[3], "dep_term", "not_now", ()) for _ in range(2)),
    ]
    for number, (customer_id, product, result, reasons) in enumerate(said):
        talk(bank.desk, f"o{number}", customer_id, product, result, reasons)
    talks = results.results(bank, HEAD_OFFICE).talks
    assert (talks.count, talks.lost) == (15, {"no_need": 5, "distrust": 1})
    assert talks.repeats == (12, 0, 1)
    assert (talks.tapped, talks.tapped_taken, talks.untapped_taken) == (7, 4, 8)


def talk(
    desk: Desk, key: str, customer_id: str, product: str, result: Result, reasons: tuple[str, ...] = ()
) -> None:
    at = datetime(2026, 9, 2, 3, tzinfo=UTC)
    subject, viewer = Subject("product", product), Viewer("S1", "Lin", "lobby", "B001")
    outcome = Outcome(
        key, "V1", customer_id, "S1", "B001", "ipad-1", subject, result, None, reasons, (), "", at, at, False
    )
    desk_outcomes.record(desk, outcome, Happening(viewer, "outcome", customer_id=customer_id, visit_id="V1"))


def test_it_is_counted_once_until_something_changes(bank: Sources) -> None:
    first = results.results(bank, HEAD_OFFICE)
    assert results.results(bank, HEAD_OFFICE) is first
    offer(bank.desk, others(bank, 1)[0])
    assert results.results(bank, HEAD_OFFICE).steps["shown"] == 1


def test_what_is_offered_today_waits_and_leaves_what_was_followed_as_it_stands(bank: Sources) -> None:
    before = results.results(bank, HEAD_OFFICE)
    earlier, new = others(bank, 2)
    offer(bank.desk, earlier)
    offer(bank.desk, earlier, "dep_cd", on=AS_OF)
    offer(bank.desk, new, on=AS_OF)
    found = results.results(bank, HEAD_OFFICE)
    assert (found.steps["shown"], found.steps["decided"], found.waiting) == (2, 2, 1)
    assert found.overall == before.overall
    offer(bank.desk, new, "dep_cd", on=AS_OF)
    assert results.results(bank, HEAD_OFFICE).waiting == 1


def test_after_a_restore_nothing_of_what_it_replaced_is_counted(
    bank: Sources, tmp_path: Path, watch: Watch
) -> None:
    backup = back_up(bank.desk, tmp_path / "empty.sqlite")
    first, second = others(bank, 2)
    offer(bank.desk, first, "dep_cd")
    assert results.results(bank, HEAD_OFFICE).steps["shown"] == 1
    restore(tmp_path, None, Path(backup.file), bank.clock)
    watch.pass_by(minutes=1)
    offer(bank.desk, second, is_control=True)
    found = results.results(bank, HEAD_OFFICE)
    assert (found.steps["shown"], found.steps["decided"]) == (0, 2)  # the audit is not taken back


@pytest.mark.parametrize("role", [role for role in get_args(Role) if role not in ("manager", "head_office")])
def test_results_are_for_managers_and_head_office(role: Role, bank: Sources) -> None:
    with pytest.raises(AccessRefused) as refused:
        results.results(bank, replace(MANAGER, role=role))
    assert refused.value.code == "not_for_role"
    row = bank.desk.audited(1)[0]
    assert (row["action"], row["result"], row["details"]) == (
        "refused",
        "not_for_role",
        {"asked": "results.results"},
    )


def test_who_looked_is_in_the_audit(bank: Sources) -> None:
    results.results(bank, MANAGER)
    assert [(row["action"], row["staff_id"]) for row in bank.desk.audited(5)] == [("results", "S8")]


@pytest.mark.both_stores
def test_the_first_offers_of_each_customer_are_read_alike_from_either_database(
    sources: Sources, watch: Watch
) -> None:
    before = desk_results.standing(sources.desk, AS_OF)
    offer(sources.desk, "c01", "dep_cd", is_control=True, card="TRG1", triggers=("idle_balance",))
    watch.pass_by(hours=1)
    offer(sources.desk, "c01", "gov_bond", on=EARLY + timedelta(days=1))
    offer(sources.desk, "c02", branch="B002")
    anywhere = desk_results.first_offers(sources.desk, EARLY, None)
    assert [(one.customer_id, one.offer.product_code, one.branch_id) for one in anywhere] == [
        ("c01", "dep_cd", "B001"),
        ("c02", "dep_term", "B002"),
    ]
    assert anywhere[0].offer == Offer("dep_cd", 0, True, "TRG1", ("idle_balance",), "mature_worker")
    assert [one.customer_id for one in desk_results.first_offers(sources.desk, EARLY, "B002")] == ["c02"]
    later = desk_results.first_offers(sources.desk, EARLY + timedelta(days=1), None)
    assert [(one.customer_id, one.offer.product_code) for one in later] == [("c01", "gov_bond")]
    assert desk_results.standing(sources.desk, AS_OF) != before
    midnight = datetime(2026, 11, 19, tzinfo=UTC)
    assert desk_results.customers_seen(sources.desk, midnight, None) == {"open": 0, "decision": 2}
    assert desk_results.customers_seen(sources.desk, midnight, "B002") == {"open": 0, "decision": 1}
    assert desk_results.customers_seen(sources.desk, midnight + timedelta(days=2), None) == {
        "open": 0,
        "decision": 0,
    }
