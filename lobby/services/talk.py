"""Render what is said: a sandboxed template with only the facts its speak level allows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lobby.domain.catalogue import Catalog, FirstLine
from lobby.domain.errors import CatalogError
from lobby.domain.first_line import Waiting
from lobby.domain.spoken import SpeakLevel, Words
from lobby.domain.talk_rules import AUDIBLE
from lobby.domain.triage import business_of
from lobby.domain.viewer import Language
from lobby.domain.wording import forbidden_words

# The text is not HTML: the screen escapes it for what it is put into.
LISTED: Mapping[Language, str] = {"zh_Hans": "、", "zh_Hant": "、", "en": ", "}
ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


def say(sentence: str, level: SpeakLevel, facts: Mapping[str, object], catalog: Catalog) -> str:
    """`sentence` with the facts that may be spoken at `level`; CatalogError when it needs any other.

    What the facts bring into it is looked at once more.
    """
    if "{" not in sentence:
        return sentence
    spoken = {name: value for name, value in facts.items() if catalog.facts.get(name) in AUDIBLE[level]}
    try:
        said = template(sentence).render(spoken)
    except TemplateError as error:
        raise CatalogError(
            "template", f"A {level} sentence needs a fact it may not have: {error}."
        ) from error
    if forbidden := forbidden_words(said, catalog.wording):
        raise CatalogError("forbidden_word", f"A sentence with its facts says '{forbidden[0]}'.")
    return said


def first_line(line: FirstLine, language: Language, waiting: Waiting | None, catalog: Catalog) -> str:
    """The say-first sentence: the one that says most, of those in which everything named is known."""
    facts = {} if waiting is None else queue_facts(waiting, language, catalog)
    variants: tuple[Words | None, ...] = (line.with_business, line.text)
    known = (one for one in variants if one is not None and named(one[language]) <= facts.keys())
    words = next(known, line.without_ticket)
    return say(words[language], "public", facts, catalog)


@cache
def named(sentence: str) -> frozenset[str]:
    """The facts that a sentence names."""
    return frozenset(meta.find_undeclared_variables(ENVIRONMENT.parse(sentence)))


def queue_facts(waiting: Waiting, language: Language, catalog: Catalog) -> dict[str, object]:
    """What may be said of the queue and the business, in words; whoever is next is told of no wait."""
    business = business_of(catalog.business, waiting.business_type)
    papers = [words[language] for words in business.documents] if business else []
    facts: dict[str, object | None] = {
        "ticket": waiting.ticket,
        "people_ahead": waiting.people_ahead or None,
        "minutes": waiting.minutes or None,
        "business_type": business.name[language] if business else None,
        "documents": LISTED[language].join(papers) or None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def spoken_language(own: str | None, shown: Language) -> Language:
    """The customer's own language when it is one of ours, else the one on the screen."""
    code = (own or "").replace("-", "_").lower()
    if code.startswith("en"):
        return "en"
    if not code.startswith("zh"):
        return shown
    if any(part in ("hant", "tw", "hk", "mo") for part in code.split("_")):
        return "zh_Hant"
    return shown if code == "zh" and shown != "en" else "zh_Hans"


def read_aloud(own: str | None, shown: Language) -> Language:
    """The language to speak, written as the member of staff reads: two scripts sound the same."""
    spoken = spoken_language(own, shown)
    return shown if spoken.startswith("zh") and shown.startswith("zh") else spoken


@cache
def template(sentence: str) -> Template:
    return ENVIRONMENT.from_string(sentence)
