"""The conversation about what is in hand: 30 seconds, 2 minutes, objections, in the customer's own language.

What is in hand is, in this order: a situation that leaves no room for anything else, the first unfinished
business, the first suggestion, what happened lately, the first service, and the situation. A line without a
talk of its own is spoken of in its one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lobby.domain.case import Case
from lobby.domain.catalogue import Catalog, Product
from lobby.domain.evidence import is_unspoken, may_be_shown
from lobby.domain.ranking import Ranked
from lobby.domain.spoken import SpeakLevel, Words
from lobby.domain.talks import PARTS, Key, Length, Part, Talk, Tone, Topic, begin_with, fitting, tone_of
from lobby.domain.viewer import Language
from lobby.services.talk import say
from lobby.services.views import Conversation, Line, ServiceLine
from lobby.services.voice import Voice

Codes: TypeAlias = Mapping[Key, tuple[str, ...]]
OF_CARDS = frozenset({"scenario", "scenario_asked"})
ALONE = frozenset({"complaint", "elder_transfer", "refused_marketing", "erasure", "sold_out"})


@dataclass(frozen=True)
class InHand:
    """A topic with its name, the one sentence it has in any case, its product where it is an offer, and what
    its scenario card asks; `named`: what the talk may call it."""

    topic: Topic
    about: str = ""
    named: Words | None = None
    sentence: Words | None = None
    product: Product | None = None
    ask: Words | None = None


def conversation(
    case: Case,
    voice: Voice,
    situation: str,
    unfinished: Sequence[ServiceLine],
    chosen: Sequence[Ranked],
    services: Sequence[ServiceLine],
) -> Conversation | None:
    """The talk of the first thing in hand that has one; None when there is nothing to speak of."""
    talks = case.catalog.talks.values()
    length = begin_with(case.since.waiting, case.catalog.policy)
    for in_hand in in_order(case, voice, situation, unfinished, chosen, services):
        known = frozenset({"product"}) if in_hand.named else frozenset[str]()
        talk = fitting(talks, in_hand.topic, known)
        if talk is not None:
            tone = tone_of(case.customer, case.age, case.catalog.policy)
            return told(talk, tone, in_hand, voice, case.catalog, length)
        if in_hand.sentence:
            said: Mapping[Part, Line] = {
                "short": spoken("short", in_hand.sentence, in_hand, voice, case.catalog)
            }
            return Conversation(
                "", in_hand.about, said, (), notices((), in_hand, voice, case.catalog), length
            )
    return None


def in_order(
    case: Case,
    voice: Voice,
    situation: str,
    unfinished: Sequence[ServiceLine],
    chosen: Sequence[Ranked],
    services: Sequence[ServiceLine],
) -> Iterator[InHand]:
    """What is in hand, the most pressing first."""
    around: Codes = {"situation": (situation,), "segment": (case.customer.segment,)}
    if situation in ALONE:
        yield InHand(Topic({"situation": (situation,)}))
    for line in unfinished[:1]:
        yield of_line(line, around, case)
    for one in chosen[:1]:
        yield of_offer(one, around, case, voice)
    for event in case.events:
        if may_be_shown(event, case.catalog, case.viewer):
            codes: Codes = {"event": (event.code,), "stage": (event.stage,) if event.stage else ()}
            is_told = not is_unspoken(event, case.catalog)
            name = case.catalog.events[event.code].name[voice.shown] if is_told else ""
            yield InHand(Topic(codes, renews=bool(event.facts.get("renews"))), name)
    for line in services:
        yield of_line(line, around, case)
    yield InHand(Topic(around))


def of_line(line: ServiceLine, around: Codes, case: Case) -> InHand:
    """A service line with why it is here; one that the viewer may not speak about is a referral."""
    catalog = case.catalog
    reasons = tuple(reason.code for reason in line.reasons)
    cards = case.cards if OF_CARDS.intersection(reasons) else ()
    code = "referral" if "referral" in reasons else line.service
    codes: Codes = {
        **around,
        "line": (code,),
        "event": reasons,
        "scenario": tuple(card.code for card in cards if card.product == line.service),
        "stage": tuple(reason.stage for reason in line.reasons if reason.stage),
    }
    asked = line.reasons[0].facts.get("product_code") if line.reasons else None
    product = catalog.products.get(str(asked))
    service = catalog.services.get(code)
    sentence = service.talk if service else catalog.desk_lines[code].talk
    return InHand(Topic(codes, renews=False), line.name, product.name if product else None, sentence)


def of_offer(one: Ranked, around: Codes, case: Case, voice: Voice) -> InHand:
    """A suggestion with the reasons and the card behind it."""
    codes: Codes = {
        **around,
        "line": (one.product.code,),
        "event": tuple(found.code for found in one.reasons),
        "scenario": (one.card.code,) if one.card else (),
        "stage": tuple(found.stage for found in one.reasons if found.stage),
    }
    product, asked = one.product, one.card.ask if one.card else None
    topic = Topic(codes, may_offer=True)
    return InHand(topic, product.name[voice.shown], product.name, product.talk, product, asked)


def told(
    talk: Talk, tone: Tone | None, in_hand: InHand, voice: Voice, catalog: Catalog, length: Length
) -> Conversation:
    """The talk in words, in one tone; what it lacks the line says itself, and its card asks."""
    others: Mapping[Part, Words | None] = {"short": in_hand.sentence, "question": in_hand.ask}
    parts = {part: words for part in PARTS if (words := talk.said(part, tone) or others.get(part))}
    return Conversation(
        code=talk.code,
        about=in_hand.about,
        said={part: spoken(part, words, in_hand, voice, catalog) for part, words in parts.items()},
        objections=tuple(
            (
                spoken("says", one.says, in_hand, voice, catalog),
                spoken("answer", one.answer, in_hand, voice, catalog),
            )
            for one in talk.objections
        ),
        notices=notices(talk.notices, in_hand, voice, catalog),
        begin_with=length,
    )


def spoken(code: str, words: Words, in_hand: InHand, voice: Voice, catalog: Catalog) -> Line:
    """One sentence in the customer's language, and what it means in the screen's; only `first` is public."""
    level: SpeakLevel = "public" if code == "first" else "seated"

    def rendered(language: Language) -> str:
        facts = {"product": in_hand.named[language]} if in_hand.named else {}
        return say(words[language], level, facts, catalog)

    meaning = None if voice.spoken == voice.shown else rendered(voice.shown)
    return Line(code, rendered(voice.spoken), meaning)


def notices(own: Sequence[str], in_hand: InHand, voice: Voice, catalog: Catalog) -> tuple[str, ...]:
    """The product's terms and forced notices, and those of the talk; each once."""
    product = in_hand.product
    codes = dict.fromkeys((*(product.notices if product else ()), *own))
    terms = (product.terms[voice.shown],) if product else ()
    return (*terms, *(catalog.notices[code].text[voice.shown] for code in codes))
