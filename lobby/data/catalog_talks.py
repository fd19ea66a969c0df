"""The catalogue's conversations and the rules of wording, from talks/*.toml and wording.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from lobby.data.catalog_tables import Table, read_toml, variables
from lobby.domain.catalogue import Catalog
from lobby.domain.errors import CatalogError
from lobby.domain.first_line import SITUATIONS
from lobby.domain.spelling import hint
from lobby.domain.spoken import Words
from lobby.domain.talk_rules import Fault, Limits, Sentence, TalkRules, faults, sentence_faults, sentences
from lobby.domain.talks import PARTS, TONES, Key, Objection, Part, Speech, Talk, When
from lobby.domain.wording import Wording

LEAST_OBJECTIONS = 3
ASKED = frozenset({"asked_about", "asked_education", "question_asked"})
WHEN_KEYS: Mapping[str, Key] = {
    "scenario": "scenario", "product": "line", "service": "line", "event": "event",
    "situation": "situation", "segment": "segment", "stage": "stage",
}  # fmt: skip


def read_talks(folder: Path) -> Mapping[str, Talk]:
    """One conversation per file."""
    names = sorted(path.name for path in (folder / "talks").glob("*.toml"))
    return MappingProxyType(
        {name.removesuffix(".toml"): read_talk(read_toml(folder, f"talks/{name}")) for name in names}
    )


def read_talk(file: Table) -> Talk:
    """One conversation; CatalogError names the key that cannot be read.

    Its 30 seconds may be the one sentence that a product or service has itself.
    """
    code = Path(file.where).stem
    speech = _speech(file)
    whens = tuple(_when(table) for table in _tables(file, "when", 1))
    has_line = all("line" in when.codes for when in whens)
    for part in ("long", "next") if has_line else ("short", "long", "next"):
        if part not in speech:
            raise file.fault(part, "is missing")
    if not speech.keys() & {"service", "safety"}:
        raise file.fault("service", "or 'safety' is missing")
    talk = Talk(
        code=code,
        kind=cast(Literal["service", "offer"], file.text("kind", ("service", "offer"))),
        whens=whens,
        speech=speech,
        objections=tuple(_objection(table) for table in _tables(file, "objection", LEAST_OBJECTIONS)),
        tones=MappingProxyType({tone: _tone(file, tone) for tone in TONES if file.take(tone) is not None}),
        notices=file.names("notices"),
        facts=frozenset(),
    )
    file.finish()
    templates = [text for one in sentences(talk) for text in one.words.values()]
    return replace(talk, facts=frozenset[str]().union(*(_names(text) for text in templates)))


def _when(table: Table) -> When:
    codes: dict[Key, tuple[str, ...]] = {}
    for name, key in WHEN_KEYS.items():
        codes[key] = codes.get(key, ()) + table.names(name)
    renews = table.flag("renews") if table.take("renews") is not None else None
    table.finish()
    named = {key: found for key, found in codes.items() if found}
    if not named:
        raise CatalogError("catalog_value", f"{table.where}: names nothing that is in hand.")
    return When(MappingProxyType(named), renews)


def _objection(table: Table) -> Objection:
    objection = Objection(_sentence(table, "says"), _sentence(table, "answer"))
    table.finish()
    return objection


def _tone(file: Table, tone: str) -> Speech:
    table = file.table(tone)
    speech = _speech(table)
    table.finish()
    return speech


def _speech(table: Table) -> Speech:
    parts: list[Part] = [part for part in PARTS if table.take(part) is not None]
    return MappingProxyType({part: _sentence(table, part) for part in parts})


def _sentence(table: Table, key: str) -> Words:
    own = table.table(key)
    words = own.sentences()
    own.finish()
    return words


def _tables(file: Table, key: str, least: int) -> list[Table]:
    written = file.take(key)
    if not isinstance(written, list) or len(written) < least:
        raise file.fault(key, f"must be at least {least} tables ([[{key}]])")
    return [Table(f"{file.where}: {key} {number}", part) for number, part in enumerate(written, start=1)]


def read_wording(file: Table) -> tuple[Wording, Limits]:
    """The words that must not be said with what makes them harmless, and the limits of a sentence."""
    sounds = file.table("sounds")
    syllables: dict[str, tuple[str, ...]] = {}
    for syllable in sounds.values:
        for sign in sounds.text(syllable):
            syllables[sign] = (*syllables.get(sign, ()), syllable)
    wording = Wording(
        forbidden=file.names("forbidden"),
        allowed=file.names("allowed"),
        same=_read_as(file.table("same")),
        latin=_read_as(file.table("latin")),
        sounds=MappingProxyType(syllables),
        denials=file.names("denials"),
        double=file.names("double"),
        fillers=file.names("fillers"),
        refutals=file.names("refutals"),
        quoting=file.text("quoting"),
    )
    longest, notices = file.table("longest"), file.table("notice_for")
    tables = {name: longest.table(name) for name in longest.values}
    limits = Limits(
        longest=MappingProxyType(
            {name: {part: own.integer(part) for part in own.values} for name, own in tables.items()}
        ),
        notice_for=MappingProxyType({code: notices.names(code) for code in notices.values}),
        no_product=file.names("no_product"),
        private=file.names("private"),
    )
    file.finish()
    return wording, limits


def _read_as(table: Table) -> Mapping[str, str]:
    return MappingProxyType({sign: read for read in table.values for sign in table.text(read)})


def read_not_noted(file: Table) -> Wording:
    """The words that no note about a customer may contain."""
    wording = Wording(file.names("forbidden"), file.names("allowed"))
    file.finish()
    return wording


def rules_of(catalog: Catalog) -> TalkRules:
    """What every sentence of this catalogue is held to."""
    sensitive = {code for code, card in catalog.cards.scenarios.items() if card.is_sensitive}
    asked = ASKED | sensitive
    return TalkRules(catalog.wording, catalog.limits, catalog.facts, catalog.hidden_facts, asked)


def talk_faults(talk: Talk, catalog: Catalog) -> Iterator[Fault]:
    """Everything wrong with one conversation in this catalogue."""
    products = [
        catalog.products.get(code) for when in talk.whens for code in when.codes.get("line", ())
    ]  # its notices are forced only where every one of its lines has them
    forced = [frozenset(product.notices) if product else frozenset() for product in products]
    common = frozenset.intersection(*forced) if forced else frozenset()
    yield from faults(talk, common | frozenset(talk.notices), _names, rules_of(catalog))


def check_talks(catalog: Catalog) -> None:
    """Refuse conversations that name what does not exist, and sentences with a fault."""
    for talk in catalog.talks.values():
        check_talk(talk, catalog)
    for line in catalog.first_lines.values():
        for words in filter(None, (line.text, line.without_ticket, line.with_business)):
            for fault in sentence_faults(
                Sentence(line.code, "first", words, "public"), _names, rules_of(catalog)
            ):
                raise error_of(fault, "first_lines.toml")


def check_talk(talk: Talk, catalog: Catalog) -> None:
    """Refuse one conversation with a fault; CatalogError says where and what."""
    where = f"talks/{talk.code}.toml"
    check_codes(talk, where, catalog)
    for fault in talk_faults(talk, catalog):
        raise error_of(fault, where)


def check_codes(talk: Talk, where: str, catalog: Catalog) -> None:
    """Refuse a code of a `when`, or a notice, that the catalogue does not have."""
    known: Mapping[Key, set[str]] = {
        "scenario": set(catalog.cards.scenarios),
        "line": {*catalog.products, *catalog.services, *catalog.desk_lines},
        "event": {*catalog.events, *catalog.reasons},
        "situation": set(SITUATIONS),
        "segment": {one.code for one in (*catalog.segments, catalog.unknown_segment)},
        "stage": {one.stage for one in catalog.events.values()},
    }
    named = [(code, known[key]) for when in talk.whens for key, codes in when.codes.items() for code in codes]
    for code, valid in [*named, *((notice, set(catalog.notices)) for notice in talk.notices)]:
        if code not in valid:
            raise CatalogError(
                "catalog_name", f"{where}: there is no '{code}'.", hint(code, valid), name=code
            )


def error_of(fault: Fault, where: str) -> CatalogError:
    """The fault as the error that stops the start."""
    said = {
        "forbidden_word": "'{}' must not be said",
        "unknown_fact": "there is no fact '{}'",
        "speak_level": "'{}' may not be spoken here",
        "amount_spoken": "'{}' is an amount: it is pointed at, never spoken",
        "too_long": "too long ({})",
        "notice": "speaks of a product without the notice {}",
        "private": "'{}' is spoken of only where the customer asked",
    }[fault.code]
    place = f"{where}: {fault.place} ({fault.language})"
    return CatalogError(fault.code, f"{place}: {said.format(fault.detail)}.", "See wording.toml.")


def _names(text: str) -> frozenset[str]:
    return variables(text, "talk") if "{" in text else frozenset()
