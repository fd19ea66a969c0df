"""Conversations: which one fits what is in hand, how much of it there is time for, and in which tone.

A talk says when it is for (`When`): every key it names must hold. Of those that fit, the nearest to the
customer wins: one that names the scenario card before one that names the product or service, then the event
or reason, the segment, the stage of the decision, the situation; then what is in hand first, then the code.
Of a product or service only a talk is used that names it, its card or its event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from lobby.domain.first_line import Waiting
from lobby.domain.policy import Policy
from lobby.domain.portrait import Portrait
from lobby.domain.spoken import Words

Key = Literal["scenario", "line", "event", "segment", "stage", "situation"]
KEYS: tuple[Key, ...] = ("scenario", "line", "event", "segment", "stage", "situation")
ABOUT: frozenset[Key] = frozenset({"scenario", "line", "event"})
Length = Literal["first", "short", "long"]
LENGTHS: tuple[Length, ...] = ("first", "short", "long")
Tone = Literal["elderly", "young", "business"]
TONES: tuple[Tone, ...] = ("elderly", "young", "business")
Part = Literal["first", "short", "long", "question", "service", "safety", "next"]
PARTS: tuple[Part, ...] = ("first", "short", "long", "question", "service", "safety", "next")
Speech: TypeAlias = "Mapping[Part, Words]"


@dataclass(frozen=True)
class When:
    """What must be in hand: a code of every key named; `renews`: a maturity that does, or does not."""

    codes: Mapping[Key, tuple[str, ...]]
    renews: bool | None = None


@dataclass(frozen=True)
class Objection:
    """What the customer may say, and an honest answer."""

    says: Words
    answer: Words


@dataclass(frozen=True)
class Talk:
    """One conversation; of kind `offer` it is used with a suggestion only, never without consent.

    `first` may be heard by the queue, all else is for two people seated. `tones` hold what is said in another
    way to some; `notices` stand beside it, with those of the product.
    """

    code: str
    kind: Literal["service", "offer"]
    whens: tuple[When, ...]
    speech: Speech
    objections: tuple[Objection, ...]
    tones: Mapping[Tone, Speech]
    notices: tuple[str, ...]
    facts: frozenset[str]

    def said(self, part: Part, tone: Tone | None) -> Words | None:
        """The words of a part, in the tone where it has its own."""
        own = self.tones.get(tone, {}) if tone is not None else {}
        return own.get(part) or self.speech.get(part)


@dataclass(frozen=True)
class Topic:
    """What is in hand: the codes of each key, the first ones weigh most; `may_offer`: it is a suggestion."""

    codes: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    renews: bool | None = None
    may_offer: bool = False


def fitting(talks: Iterable[Talk], topic: Topic, known: frozenset[str]) -> Talk | None:
    """The talk that is nearest to the topic, of those whose facts are `known`; None when none fits."""
    usable = [talk for talk in talks if talk.facts <= known and (topic.may_offer or talk.kind == "service")]
    ranks = [(rank, talk.code, talk) for talk in usable for rank in _ranks(talk, topic)]
    return min(ranks, key=lambda one: one[:2])[2] if ranks else None


def _ranks(talk: Talk, topic: Topic) -> Iterator[tuple[tuple[bool, int], ...]]:
    """For each way in which the talk fits, by key: whether it names none, how far down its code stands."""
    for when in talk.whens:
        places = {key: _place(when.codes[key], topic.codes.get(key, ())) for key in when.codes}
        is_about = "line" not in topic.codes or not ABOUT.isdisjoint(places)
        if is_about and None not in places.values() and when.renews in (None, topic.renews):
            yield tuple((key not in places, places.get(key) or 0) for key in KEYS)


def _place(named: tuple[str, ...], in_hand: tuple[str, ...]) -> int | None:
    return next((place for place, code in enumerate(in_hand) if code in named), None)


def begin_with(waiting: Waiting | None, policy: Policy) -> Length:
    """How much there is time for: unknown, none or a peak: the first line; some minutes: 30 seconds."""
    if waiting is None or waiting.minutes <= 0 or is_crowded(waiting, policy):
        return "first"
    return "short" if waiting.minutes <= policy.talk_short_minutes else "long"


def is_crowded(waiting: Waiting, policy: Policy) -> bool:
    """Are so many before the customer that there is time for triage only?"""
    return waiting.people_ahead >= policy.talk_peak_people


def tone_of(customer: Portrait, age: int | None, policy: Policy) -> Tone | None:
    """Slower for elders, company and person apart for owners, by phone for the young."""
    if age is not None and age >= policy.elder_age:
        return "elderly"
    if customer.kind == "organisation" or customer.segment in policy.talk_business_segments:
        return "business"
    return "young" if customer.segment in policy.talk_young_segments else None
