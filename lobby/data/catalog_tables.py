"""Reading a catalogue file key by key: every fault names the file, the key and the nearest valid name."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from jinja2 import TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lobby.domain.errors import CatalogError
from lobby.domain.spelling import hint
from lobby.domain.spoken import Words
from lobby.domain.viewer import LANGUAGES


class Table:
    """One TOML table; each read marks its key as known, and `finish` refuses the keys nobody read."""

    def __init__(self, where: str, values: object) -> None:
        if not isinstance(values, Mapping):
            raise CatalogError("catalog_value", f"{where}: a table is expected.")
        self.where = where
        self.values = cast(Mapping[str, object], values)
        self.known: set[str] = set()

    def fault(self, key: str, expected: str) -> CatalogError:
        """The error that says what `key` should be."""
        return CatalogError("catalog_value", f"{self.where}: '{key}' {expected}.", key=key)

    def take(self, key: str) -> object:
        """The raw value of `key`, None when absent."""
        self.known.add(key)
        return self.values.get(key)

    def text(self, key: str, valid: Collection[str] | None = None) -> str:
        """A text, one of `valid` when given."""
        value = self.take(key)
        if not isinstance(value, str) or not value:
            raise self.fault(key, "must be a text")
        if valid is not None:
            self.check_name(key, value, valid)
        return value

    def optional_text(self, key: str, valid: Collection[str] | None = None) -> str | None:
        return self.text(key, valid) if self.take(key) is not None else None

    def integer(self, key: str) -> int:
        value = self.take(key)
        if type(value) is not int or value < 0:
            raise self.fault(key, "must be a whole number, not negative")
        return value

    def optional_integer(self, key: str) -> int | None:
        return self.integer(key) if self.take(key) is not None else None

    def decimal(self, key: str) -> Decimal:
        value = self.take(key)
        if type(value) is int or isinstance(value, Decimal):
            return Decimal(value)
        raise self.fault(key, "must be a number")

    def optional_decimal(self, key: str) -> Decimal | None:
        return self.decimal(key) if self.take(key) is not None else None

    def optional_date(self, key: str) -> date | None:
        value = self.take(key)
        if value is None or type(value) is date:
            return value
        raise self.fault(key, "must be a date")

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            raise self.fault(key, "must be true or false")
        return value is True

    def names(self, key: str, valid: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of texts, each one of `valid` when given; absent = none."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(key, "must be a list of texts")
        for item in value if valid is not None else ():
            self.check_name(key, item, valid or ())
        return tuple(value)

    def table(self, key: str) -> Table:
        value = self.take(key)
        if value is None:
            raise self.fault(key, "is missing")
        return Table(f"{self.where}: {key}", value)

    def tables(self, key: str) -> list[Table]:
        """A list of tables ([[key]]), at least one."""
        written = self.take(key)
        if not isinstance(written, list) or not written:
            raise self.fault(key, f"must be a list of tables ([[{key}]])")
        return [Table(f"{self.where}: {key} {number}", part) for number, part in enumerate(written, start=1)]

    def listed_words(self, key: str) -> tuple[Words, ...]:
        """A list of sentences ([[key]]), each in every language and nothing else."""
        tables = self.tables(key)
        sentences = tuple(table.sentences() for table in tables)
        for table in tables:
            table.finish()
        return sentences

    def words(self, key: str) -> Words:
        """A sentence in every language."""
        return self.table(key).sentences()

    def optional_words(self, key: str) -> Words | None:
        return self.words(key) if self.take(key) is not None else None

    def sentences(self) -> Words:
        """This very table as a sentence in every language; other keys stay to be read."""
        missing = [language for language in LANGUAGES if not self.values.get(language)]
        if missing:
            raise CatalogError(
                "catalog_language",
                f"{self.where}: no text in {', '.join(missing)}.",
                "All three languages.",
                keys=missing,
            )
        return {language: self.text(language) for language in LANGUAGES}

    def check_name(self, key: str, name: str, valid: Iterable[str]) -> None:
        """Refuse a name that is not one of `valid`."""
        known = set(valid)
        if name not in known:
            raise CatalogError(
                "catalog_name", f"{self.where}: '{key}' = '{name}' is not known.", hint(name, known), key=key
            )

    def finish(self) -> None:
        """Refuse keys that nobody read."""
        for key in self.values:
            if key not in self.known:
                raise CatalogError(
                    "catalog_key", f"{self.where}: there is no key '{key}'.", hint(key, self.known), key=key
                )


def read_toml(folder: Path, name: str) -> Table:
    """The file `name` of the catalogue folder as a table; numbers with a point become decimals."""
    try:
        with (folder / name).open("rb") as file:
            return Table(name, tomllib.load(file, parse_float=Decimal))
    except FileNotFoundError as error:
        raise CatalogError("catalog_file", f"{name} is missing from the catalogue.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogError("catalog_file", f"{name} is not valid TOML: {error}.") from error


def variables(sentence: str, where: str) -> frozenset[str]:
    """The facts a template names."""
    try:
        tree = ImmutableSandboxedEnvironment().parse(sentence)
    except TemplateSyntaxError as error:
        raise CatalogError("template", f"{where}: the template does not parse: {error.message}.") from error
    return frozenset(meta.find_undeclared_variables(tree))
