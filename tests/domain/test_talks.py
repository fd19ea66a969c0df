"""Which talk fits what is in hand, how much of it there is time for, and in which tone."""

from dataclasses import replace
from itertools import pairwise

import pytest

from lobby.domain.first_line import SITUATIONS, Waiting
from lobby.domain.talks import Talk, Topic, When, begin_with, fitting, tone_of
from tests.portraits import CATALOG, POLICY, portrait

TALK = CATALOG.talks["wealth"]
IN_HAND = Topic(
    {
        "scenario": ("WED1",),
        "line": ("cc_inst",),
        "event": ("asked_about", "idle_balance"),
        "segment": ("young_worker",),
        "stage": ("evaluation",),
        "situation": ("default",),
    },
    may_offer=True,
)
NO_LINE = replace(IN_HAND, codes={key: codes for key, codes in IN_HAND.codes.items() if key != "line"})
BY_KEY = {key: When({key: codes[-1:]}) for key, codes in IN_HAND.codes.items()}


def talk(code: str, *whens: When, **changed: object) -> Talk:
    return replace(TALK, code=code, whens=whens, facts=frozenset(), **changed)


def chosen(*talks: Talk, topic: Topic = IN_HAND, known: frozenset[str] = frozenset()) -> str | None:
    found = fitting(talks, topic, known)
    return found.code if found else None


def test_the_nearer_to_the_customer_the_better():
    order = ["scenario", "line", "event", "segment", "stage", "situation"]
    assert list(BY_KEY) == order
    for nearer, farther in pairwise(order):
        topic = IN_HAND if "line" in (nearer, farther) else NO_LINE
        assert chosen(talk("a", BY_KEY[farther]), talk("z", BY_KEY[nearer]), topic=topic) == "z"


def test_who_names_more_of_it_wins_and_all_it_names_must_hold():
    both = When({"line": ("cc_inst",), "event": ("idle_balance",)})
    other = When({"line": ("cc_inst",), "event": ("large_inflow",)})
    assert chosen(talk("a", BY_KEY["line"]), talk("z", both)) == "z"
    assert chosen(talk("a", BY_KEY["line"]), talk("z", other)) == "a"
    assert chosen(talk("z", other)) is None


def test_the_stronger_event_then_the_code_decides():
    strong, weak = When({"event": ("asked_about",)}), When({"event": ("idle_balance",)})
    assert chosen(talk("a", weak), talk("z", strong)) == "z"
    assert chosen(talk("b", strong), talk("a", strong)) == "a"


def test_a_product_is_not_spoken_of_in_a_talk_of_the_segment():
    assert chosen(talk("a", BY_KEY["segment"])) is None
    assert chosen(talk("a", BY_KEY["segment"]), topic=NO_LINE) == "a"


@pytest.mark.parametrize("code", SITUATIONS)
def test_every_situation_has_a_talk(code):
    assert fitting(CATALOG.talks.values(), Topic({"situation": (code,)}), frozenset()) is not None


def test_one_way_that_fits_is_enough():
    assert chosen(talk("a", When({"line": ("dep_cd",)}), BY_KEY["event"])) == "a"


def test_an_offer_is_spoken_of_with_a_suggestion_only():
    offer = talk("a", BY_KEY["event"], kind="offer")
    assert chosen(offer) == "a"
    assert chosen(offer, topic=replace(IN_HAND, may_offer=False)) is None
    service = talk("a", BY_KEY["event"], kind="service")
    assert chosen(service, topic=replace(IN_HAND, may_offer=False)) == "a"


def test_a_talk_with_a_fact_that_is_not_known_is_left():
    needing = replace(talk("a", BY_KEY["line"]), facts=frozenset({"product"}))
    assert chosen(needing) is None
    assert chosen(needing, known=frozenset({"product"})) == "a"


@pytest.mark.parametrize(("renews", "expected"), [(True, "deposit_renews"), (False, None), (None, None)])
def test_a_maturity_that_renews_has_its_own(renews, expected):
    topic = Topic({"event": ("deposit_maturing",)}, renews=renews)
    found = fitting(CATALOG.talks.values(), topic, frozenset())
    assert (found.code if found else None) == expected


@pytest.mark.parametrize(
    ("arrival", "expected"),
    [
        (None, "first"),
        (Waiting("A037", 0, 0), "first"),
        (Waiting("A037", 1, 1), "short"),
        (Waiting("A037", 2, 3), "short"),
        (Waiting("A037", 3, 4), "long"),
        (Waiting("A037", 14, 40), "long"),
        (Waiting("A037", 15, 40), "first"),
    ],
)
def test_the_wait_decides_how_much_is_said(arrival, expected):
    assert begin_with(arrival, POLICY) == expected


@pytest.mark.parametrize(
    ("customer", "age", "expected"),
    [
        ({"segment": "mature_worker"}, 40, None),
        ({"segment": "young_worker"}, 25, "young"),
        ({"segment": "campus_starter"}, 20, "young"),
        ({"segment": "business_owner"}, 45, "business"),
        ({"segment": "business_owner"}, 60, "elderly"),
        ({"segment": "unknown", "kind": "organisation"}, None, "business"),
        ({"segment": "pre_retire"}, 59, None),
        ({"segment": "pre_retire"}, 60, "elderly"),
    ],
)
def test_the_tone_follows_age_then_business(customer, age, expected):
    assert tone_of(portrait(**customer), age, POLICY) == expected
