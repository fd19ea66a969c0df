"""Renders `docs/portrait.md` from the catalogue and the queries: `python -m lobby.data.portrait_doc`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args, get_origin, get_type_hints, is_typeddict

from lobby.data import queries
from lobby.data.build_plan import BANK_SIDES, MEANINGS, OF_PORTRAITS, ROW_TABLES, SIDE_TABLES
from lobby.data.catalog import load_catalog
from lobby.data.catalog_classes import load_classes
from lobby.domain.columns import NO_MONEY
from lobby.domain.sections import HOLDERS, SECTIONS, columns_of, every_column, name_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "portrait.md"
GROUPS = (
    "identity",
    "judgements",
    "assets",
    "habits",
    "flags",
    "keeping",
    "lately",
    "signals",
    "credit",
    "external",
)
WORDS = {
    "str": "text",
    "int": "number",
    "Decimal": "money",
    "date": "date",
    "datetime": "time",
    "bool": "yes or no",
}

HEAD = """# The portrait, column by column

Made by `python -m lobby.data.portrait_doc` from `lobby/catalog/portrait.toml` and the queries; do not edit.
Money is in the feed's currency unless it says otherwise. *Spoken* says where a fact may be said aloud
(`facts.toml`): public, seated, or never; *class* how closely it is held (`classes.toml`): C2 restricted, C1
within the bank.
"""
TAIL = """
A figure is the sum of rows: an asset or liability of `balance_row.value` where `report_on` is the date;
spending of −`transaction_row.value` where `is_spending` and `is_in_year` (or the `month`); flows of
`transaction_row.value` where not `is_own_transfer`; maturing_30d of `maturity_row.value` where `is_in_30d`;
salary and pension stand in `regular_income_row`.
"""


def meanings() -> dict[str, dict[str, str]]:
    """Group → column → what it means, in the order of the file."""
    with MEANINGS.open("rb") as file:
        written = tomllib.load(file)
    return {group: written[group] for group in GROUPS}


def document() -> str:
    """The text of docs/portrait.md."""
    hints = {name: hint for holder in HOLDERS for name, hint in get_type_hints(holder).items()}
    order = every_column()
    lines = HEAD.splitlines()
    levels, classes = load_catalog().facts, load_classes()
    for group, columns in meanings().items():
        lines += [
            "",
            f"## {group}",
            "",
            "| column | holds | spoken | class | meaning |",
            "|---|---|---|---|---|",
        ]
        for column in sorted(columns, key=order.index):
            holds = NO_MONEY.get(column, word(hints[column]))
            told = f"{levels.get(column, 'never')} | {classes['portrait', column]}"
            lines.append(f"| `{column}` | {holds} | {told} | {columns[column]} |")
    return "\n".join([*lines, *sections(), *nested(hints), *tables()]) + "\n"


def sections() -> Iterator[str]:
    """One line per section."""
    yield from (
        "",
        "## read when a part of the page is opened",
        "",
        "| section | columns |",
        "|---|---|",
    )
    for section in SECTIONS:
        yield f"| {name_of(section)} | {', '.join(f'`{column}`' for column in columns_of(section))} |"


def word(annotation: object) -> str:
    """How a type is called in the table."""
    if get_origin(annotation) is list:
        item = get_args(annotation)[0]
        return f"list of {item.__name__}" if is_typeddict(item) else f"list of {word(item)}"
    names = [option.__name__ for option in get_args(annotation) or (annotation,) if option is not type(None)]
    return WORDS[names[0]]


def nested(hints: Mapping[str, object]) -> Iterator[str]:
    """One line per kind of nested entry."""
    yield from ("", "## entries of the lists", "", "| entry | fields |", "|---|---|")
    seen = dict.fromkeys(item for hint in hints.values() for item in get_args(hint) if is_typeddict(item))
    for item in seen:
        parts = ", ".join(f"`{name}`" for name in get_type_hints(item))
        yield f"| {item.__name__} | {parts} |"


def tables() -> Iterator[str]:
    """One line per table beside the portrait."""
    yield from ("", "## the tables beside it", "", "| table | in | holds |", "|---|---|---|")
    for name in (*SIDE_TABLES, *BANK_SIDES, *OF_PORTRAITS):
        yield f"| `{name}` | portrait | {queries.load(f'marts/{name}').grain} |"
    for name, holds in {
        "branch, staff, product, merchant_category, organisation": "As the feed has them, good rows only.",
        "feed_check": "One row per check that found something: counts and places.",
        "set_aside": "One row per feed row that was set aside, and why.",
        "risk_flag": "One row per suspicion, for the risk desk alone: see `queries/README.md`.",
    }.items():
        yield f"| {', '.join(f'`{one}`' for one in name.split(', '))} | portrait | {holds} |"
    for name in ROW_TABLES:
        yield f"| `{name}` | rows | {queries.load(f'marts/{name}').grain} |"
    yield from TAIL.splitlines()


def main() -> None:
    """Write the document."""
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
