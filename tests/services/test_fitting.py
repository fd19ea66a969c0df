"""Whom a product fits, asked of everybody at once, is what the desk decides for each, one by one."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import get_args

import pytest

from lobby.data import desk_consents, desk_outcomes, desk_scenarios, desk_status
from lobby.data.desk import Happening
from lobby.data.desk_consents import Said
from lobby.domain.case import Case
from lobby.domain.funnel import left_at
from lobby.domain.outcomes import Outcome, Result, Subject
from lobby.domain.sale import Change
from lobby.domain.viewer import Viewer
from lobby.services.fitting import fitting
from lobby.services.portraits import read_portrait
from lobby.services.risk import held_back_by
from lobby.services.scenarios import switched
from lobby.services.since import since
from lobby.services.sources import Sources

LOBBY = Viewer("L1", "Lin", "lobby", "b1", frozenset(), "test")
Answers = dict[tuple[str, str], str | None]


def everybody(sources: Sources, now: datetime) -> Answers:
    """Customer and product → where it leaves, all at once."""
    products = sources.catalog.products
    return {(one.customer_id, code): one.stage for code in products for one in fitting(sources, code, now)}


def one_by_one(sources: Sources, now: datetime, customers: list[str]) -> Answers:
    """The same as the desk decides it on opening each customer in the branch that is theirs."""
    catalog = switched(sources.catalog, desk_scenarios.switches(sources.desk))
    found: Answers = {}
    for customer_id in customers:
        portrait = read_portrait(sources, customer_id)
        viewer = Viewer("M1", "Wu", "manager", portrait.home_branch_id, frozenset(), "test")
        case = Case(
            portrait=portrait,
            viewer=viewer,
            today=now.date(),
            catalog=catalog,
            currency=sources.currency,
            is_held_back=bool(held_back_by(sources, customer_id)),
            since=since(sources, viewer, customer_id, now),
        )
        for code, product in catalog.products.items():
            left = left_at(product, case, whoever_talks=True)
            found[customer_id, code] = left.stage if left else None
    return found


def differing(sources: Sources, now: datetime, step: int = 1) -> Answers:
    """Where the two answers differ, as the desk decides."""
    at_once = everybody(sources, now)
    customers = sorted({customer for customer, _ in at_once})[::step]
    desk = one_by_one(sources, now, customers)
    assert len(desk) == len(customers) * len(sources.catalog.products)
    return {key: stage for key, stage in desk.items() if at_once[key] != stage}


@pytest.mark.parametrize("days", [0, 1, 40, 400])
def test_everybody_of_the_tiny_bank_is_judged_as_at_the_desk(sources: Sources, days: int) -> None:
    assert differing(sources, sources.now() + timedelta(days=days)) == {}


def test_what_was_said_at_desks_since_counts_as_at_the_desk(bank: Sources) -> None:
    """Talks, questions, complaints and consents with every 29th customer, and a product taken from sale."""
    now, step = bank.now(), 29
    customers = sorted({one.customer_id for one in fitting(bank, "dep_term", now)})[::step]
    before = everybody(bank, now)
    drawn = Random(7)
    for number, customer_id in enumerate(customers):
        for turn in range(drawn.randint(1, 8)):
            talk(bank, f"{number}-{turn}", customer_id, drawn, now)
        if number % 3 == 0:
            said = Said("marketing", "any", bool(number % 2), "w 1", "zh_Hans", now.date())
            happening = Happening(LOBBY, "consent", customer_id=customer_id, visit_id="v")
            desk_consents.keep(bank.desk, f"c{number}", said, happening)
    change = Change("dep_cd", "B001", "paused", bank.desk.stamp(), None, None, "test")
    desk_status.CHANGES.propose(bank.desk, "p1", change, Happening(LOBBY, "product_status"))
    other = replace(LOBBY, staff_id="L2")
    desk_status.CHANGES.answer(bank.desk, "p1", "checked", "", Happening(other, "product_status"))
    after = everybody(bank, now)
    assert differing(bank, now, step) == {}
    assert {"on_sale", "eligible", "suitable", "allowed", "not_tired", None} == set(after.values())
    changed = {customer for (customer, code), stage in after.items() if before[customer, code] != stage}
    assert len(changed & set(customers)) > 20


def talk(bank: Sources, key: str, customer_id: str, drawn: Random, now: datetime) -> None:
    """One talk of the last 120 days about anything, with any result."""
    products = [("product", code) for code in bank.catalog.products]
    subject = Subject(*drawn.choice([*products * 3, ("service", "complaint_care"), ("asked", "loan_small")]))
    result = drawn.choice(get_args(Result))
    next_on = now.date() + timedelta(days=drawn.randint(1, 90)) if drawn.random() < 0.3 else None
    happened = now - timedelta(days=drawn.choice([0, 0, 1, 5, 10, 20, 29, 30, 31, 60, 90, 120]))
    outcome = Outcome(
        key,
        "v",
        customer_id,
        "L1",
        "B001",
        "test",
        subject,
        result,
        next_on,
        (),
        (),
        "",
        happened,
        now,
        False,
    )
    desk_outcomes.record(bank.desk, outcome, Happening(LOBBY, "outcome", customer_id=customer_id))
