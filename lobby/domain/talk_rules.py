"""What must be true of every sentence of a talk: words, facts, length, notices, nothing that is private."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lobby.domain.columns import BUILD_COLUMNS, is_money
from lobby.domain.spoken import SpeakLevel, Words
from lobby.domain.talks import PARTS, Talk
from lobby.domain.wording import Wording, alternatives, folded, forbidden_words

AUDIBLE: Mapping[SpeakLevel, frozenset[SpeakLevel]] = {
    "public": frozenset({"public"}),
    "seated": frozenset({"public", "seated"}),
    "never": frozenset(),
}
FaultCode = Literal[
    "forbidden_word", "unknown_fact", "speak_level", "amount_spoken", "too_long", "notice", "private"
]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a sentence: where it stands, in which language, and the word or number at fault."""

    code: FaultCode
    place: str
    language: str
    detail: str


@dataclass(frozen=True)
class Limits:
    """How long a sentence may be by script and part; words that need a notice, and those that only look so;
    words that only the customer's own question allows."""

    longest: Mapping[str, Mapping[str, int]]
    notice_for: Mapping[str, tuple[str, ...]]
    no_product: tuple[str, ...]
    private: tuple[str, ...]


@dataclass(frozen=True)
class TalkRules:
    """What a sentence is held to; `asked`: reasons and cards that come of the customer's own question."""

    wording: Wording
    limits: Limits
    facts: Mapping[str, SpeakLevel]
    hidden: frozenset[str]
    asked: frozenset[str]


@dataclass(frozen=True)
class Sentence:
    """One sentence in three languages; `part` decides its length, `is_quoted`: the customer's words."""

    place: str
    part: str
    words: Words
    level: SpeakLevel = "seated"
    is_quoted: bool = False


def sentences(talk: Talk) -> Iterator[Sentence]:
    """Everything the talk says, with its place in the file."""
    speeches = {"": talk.speech, **{f"{tone}.": speech for tone, speech in talk.tones.items()}}
    for prefix, speech in speeches.items():
        for part in PARTS:
            if part in speech:
                level: SpeakLevel = "public" if part == "first" else "seated"
                yield Sentence(f"{prefix}{part}", part, speech[part], level)
    for number, one in enumerate(talk.objections, start=1):
        yield Sentence(f"objection {number}.says", "says", one.says, is_quoted=True)
        yield Sentence(f"objection {number}.answer", "answer", one.answer)


def faults(
    talk: Talk, notices: frozenset[str], names: Callable[[str], frozenset[str]], rules: TalkRules
) -> Iterator[Fault]:
    """Every fault of a talk; `notices` stand beside it, `names` tells the facts that a template names."""
    is_asked = all(rules.asked & frozenset(sum(when.codes.values(), ())) for when in talk.whens)
    private = alternatives(rules.limits.private)
    for sentence in sentences(talk):
        yield from sentence_faults(sentence, names, rules)
        for language, text in sentence.words.items():
            plain = folded(text, rules.wording)
            for notice in notices_needed(plain, rules):
                if notice not in notices:
                    yield Fault("notice", sentence.place, language, notice)
            told = re.search(private, plain)
            if told and not is_asked:
                yield Fault("private", sentence.place, language, told[0])


def sentence_faults(
    sentence: Sentence, names: Callable[[str], frozenset[str]], rules: TalkRules
) -> Iterator[Fault]:
    """Words, facts and length of one sentence in its three languages."""
    for language, text in sentence.words.items():
        for word in () if sentence.is_quoted else forbidden_words(text, rules.wording):
            yield Fault("forbidden_word", sentence.place, language, word)
        for fact in sorted(names(text)):
            if fact not in rules.facts and fact not in rules.hidden:
                yield Fault("unknown_fact", sentence.place, language, fact)
            elif rules.facts.get(fact, "never") not in AUDIBLE[sentence.level]:
                yield Fault("speak_level", sentence.place, language, fact)
            elif fact == "amount" or (fact in BUILD_COLUMNS and is_money(fact)):
                yield Fault("amount_spoken", sentence.place, language, fact)
        longest = rules.limits.longest["english" if language == "en" else "chinese"][sentence.part]
        length = len(re.sub(r"\{\{.*?\}\}", "", text))
        if length > longest:
            yield Fault("too_long", sentence.place, language, f"{length} > {longest}")


def notices_needed(plain: str, rules: TalkRules) -> Iterator[str]:
    """The notices that what is spoken of must stand beside."""
    said = re.sub(alternatives(rules.limits.no_product), "", plain)
    for notice, words in rules.limits.notice_for.items():
        if re.search("|".join(rf"\b{word}s?\b" if word.isascii() else word for word in words), said):
            yield notice
