"""Render what is said: a sandboxed template with only the facts its speak level allows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lobby.domain.catalogue import Catalog, FirstLine, SpeakLevel, Words
from lobby.domain.errors import CatalogError
from lobby.domain.first_line import Arrival
from lobby.domain.talk_rules import AUDIBLE
from lobby.domain.viewer import Language
from lobby.domain.wording import forbidden_words

# The text is not HTML: the screen escapes it for what it is put into.
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


def first_line(line: FirstLine, language: Language, arrival: Arrival | None, catalog: Catalog) -> str:
    """The say-first sentence: with the ticket where everything it names is known, else without."""
    facts = (
        {} if arrival is None else {name: value for name, value in vars(arrival).items() if value is not None}
    )
    needed = meta.find_undeclared_variables(ENVIRONMENT.parse(line.text[language]))
    words: Words = line.text if needed <= facts.keys() else line.without_ticket
    return say(words[language], "public", facts, catalog)


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
