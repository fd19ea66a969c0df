"""Checkers over the words on screen: the three locales and the catalogue's own words."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from string import Formatter

from babel.messages.pofile import read_po

from lobby.domain.viewer import LANGUAGES
from tests.house import rules

KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)+")
FILE_ENDINGS = (
    "csv",
    "duckdb",
    "gz",
    "ini",
    "js",
    "json",
    "log",
    "parquet",
    "po",
    "py",
    "sql",
    "sqlite",
    "toml",
)


@dataclass(frozen=True)
class Used:
    """The keys a program names, and the beginnings of the keys it composes."""

    keys: frozenset[str]
    beginnings: frozenset[str]

    def covers(self, key: str) -> bool:
        return key in self.keys or any(key.startswith(beginning) for beginning in self.beginnings)


def entries(po: str) -> list[tuple[str, str]]:
    """Every key of a locale with its words, in order."""
    found = read_po(BytesIO(po.encode()), abort_invalid=True)
    return [(str(entry.id), str(entry.string)) for entry in found if entry.id]


def repeated_keys(po: str) -> list[str]:
    """Keys that a locale gives twice."""
    keys = re.findall(r'^msgid "([^"]+)"', po, re.MULTILINE)
    return sorted({key for key in keys if keys.count(key) > 1})


def locale_faults(locales: Mapping[str, str]) -> list[str]:
    """Keys one language lacks, words that are empty, placeholders that differ."""
    words = {language: dict(entries(po)) for language, po in locales.items()}
    faults = [f"{language}: {key} twice" for language, po in locales.items() for key in repeated_keys(po)]
    for key in sorted(set().union(*words.values())):
        texts = {language: known.get(key) for language, known in words.items()}
        faults += [f"{language}: no {key}" for language, text in texts.items() if text is None]
        faults += [f"{language}: {key} is empty" for language, text in texts.items() if text == ""]
        if not KEY.fullmatch(key):
            faults.append(f"{key} is not a dotted key")
        if len({placeholders(text) for text in texts.values() if text}) > 1:
            faults.append(f"{key}: placeholders differ between the languages")
    return faults


def used_in(source: str) -> Used:
    """What one Python file names or composes."""
    keys, beginnings = set(), set()
    for text in rules.nodes(source, ast.Constant):
        if isinstance(text.value, str) and KEY.fullmatch(text.value):
            keys.add(text.value)
    for text in rules.nodes(source, ast.JoinedStr):
        beginning = text.values[0].value if isinstance(text.values[0], ast.Constant) else ""
        if re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z0-9_.]*", str(beginning)):
            beginnings.add(str(beginning))
    for call in rules.nodes(source, ast.Call):
        composes = isinstance(call.func, ast.Attribute) and call.func.attr in ("code", "codes")
        if composes and call.args and isinstance(call.args[0], ast.Constant):
            beginnings.add(f"{call.args[0].value}.")
    return Used(frozenset(keys), frozenset(beginnings))


def missing_keys(named: frozenset[str], known: set[str]) -> list[str]:
    """Keys named in a family that the locales have, without words."""
    families = {key.split(".")[0] for key in known}
    return sorted(
        key
        for key in named - known
        if key.split(".")[0] in families
        and key.split(".")[-1] not in FILE_ENDINGS
        and not any(other.startswith(f"{key}.") for other in known)
    )


def unused_keys(used: Used, known: set[str], written: set[str]) -> list[str]:
    """Keys with words that nothing names, or composes: of a code that is `written` somewhere."""
    composed = {key for key in known if used.covers(key) and key.split(".")[-1] in written}
    return sorted(known - used.keys - composed)


def catalogue_faults(tree: object, place: str = "") -> Iterator[str]:
    """Words of the catalogue that lack a language, are empty, or differ in their placeholders."""
    if isinstance(tree, list):
        for number, item in enumerate(tree):
            yield from catalogue_faults(item, f"{place}[{number}]")
    if not isinstance(tree, dict):
        return
    if set(tree) & set(LANGUAGES):
        yield from (f"{place}: no {language}" for language in LANGUAGES if not tree.get(language))
        if len({placeholders(text) for text in tree.values() if isinstance(text, str)}) > 1:
            yield f"{place}: placeholders differ between the languages"
    for key, value in tree.items():
        yield from catalogue_faults(value, f"{place}.{key}".lstrip("."))


def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
