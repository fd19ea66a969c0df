"""Load the bank's catalogue from TOML into one frozen value, or say which file and key is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

from lobby.data.catalog_business import read_business
from lobby.data.catalog_checks import check_catalog
from lobby.data.catalog_credit import read_credit
from lobby.data.catalog_events import check_numbers, read_event, read_risk
from lobby.data.catalog_facts import read_facts
from lobby.data.catalog_keeping import read_keeping
from lobby.data.catalog_levers import check_levers, read_levers
from lobby.data.catalog_policy import read_policy
from lobby.data.catalog_scenarios import check_scenarios, read_cards
from lobby.data.catalog_segments import read_segments, read_tiers
from lobby.data.catalog_showing import read_privacy, read_sheet
from lobby.data.catalog_tables import Table, read_toml
from lobby.data.catalog_talks import check_talks, read_not_noted, read_talks, read_wording
from lobby.domain.catalogue import (
    PLACES,
    PRODUCT_KINDS,
    RISKS,
    SPEAKERS,
    Catalog,
    DeskLine,
    FirstLine,
    Notice,
    Product,
    ProductKind,
    ReasonRule,
    Rule,
    Service,
)
from lobby.domain.columns import FACT_COLUMNS, PORTRAIT_COLUMNS, column_kind
from lobby.domain.conditions import Condition, parse
from lobby.domain.errors import CatalogError
from lobby.domain.spoken import SPEAK_LEVELS, SpeakLevel

CATALOG_FOLDER = Path(__file__).resolve().parent.parent / "catalog"


@dataclass(frozen=True)
class EveryProduct:
    """What holds for every product before its own conditions and weights."""

    rules: tuple[Rule, ...]
    favoured_by: Mapping[str, Decimal]


def load_catalog(folder: Path = CATALOG_FOLDER, policy: Path | None = None) -> Catalog:
    """The whole catalogue under `folder`; CatalogError names the file, the key and the nearest valid name.

    What the bank's own file `policy` says holds instead of the same in the catalogue's. A process reads and
    checks it once, as long as no file of it changes.
    """
    return checked_catalog(folder, policy, fingerprint(folder, policy))


@lru_cache(maxsize=2)
def checked_catalog(folder: Path, policy: Path | None, fingerprint: str) -> Catalog:
    """The catalogue that these files hold while they have this fingerprint."""
    catalog = read_catalog(folder, policy)
    check_catalog(catalog)
    found_with = {code: event.numbers for code, event in catalog.events.items()}
    check_numbers("events", "events/{}.toml", found_with)
    check_numbers("risk", "risk.toml: {}", catalog.risk.numbers)
    check_scenarios(catalog)
    check_talks(catalog)
    check_levers(catalog)
    return catalog


def read_catalog(folder: Path = CATALOG_FOLDER, policy: Path | None = None) -> Catalog:
    """The catalogue as it is written: each file read by itself, nothing held against anything else."""
    facts = read_facts(read_toml(folder, "facts.toml"))
    unknown, segments = read_segments(read_toml(folder, "segments.toml"))
    every_product = _every_product(read_toml(folder, "every_product.toml"))
    products = _each_file(folder, "products", partial(_product, every_product))
    events = _each_file(folder, "events", read_event)
    levers, bounds = read_levers(read_toml(folder, "levers.toml"))
    wording, limits = read_wording(read_toml(folder, "wording.toml"))
    return Catalog(
        products=products,
        services=_each_file(folder, "services", _service),
        desk_lines=_each_table(read_toml(folder, "desk_lines.toml"), _desk_line),
        reasons=_each_table(read_toml(folder, "reasons.toml"), _reason),
        events=events,
        risk=read_risk(read_toml(folder, "risk.toml")),
        credit=read_credit(read_toml(folder, "credit.toml")),
        keeping=read_keeping(folder, products, events),
        cards=read_cards(folder),
        privacy=read_privacy(folder),
        segments=segments,
        unknown_segment=unknown,
        tiers=read_tiers(read_toml(folder, "tiers.toml")),
        levers=levers,
        lever_bounds=bounds,
        notices=_each_table(read_toml(folder, "notices.toml"), _notice),
        business=read_business(folder),
        first_lines=_each_table(read_toml(folder, "first_lines.toml"), _first_line),
        facts=facts.levels,
        hidden_facts=facts.hidden,
        spending_facts=facts.spending,
        asked_facts=facts.asked,
        kept_private=facts.private,
        policy=read_policy(folder, policy),
        wording=wording,
        not_noted=read_not_noted(read_toml(folder, "note.toml")),
        limits=limits,
        talks=read_talks(folder),
        fingerprint=fingerprint(folder, policy),
    )


def fingerprint(folder: Path = CATALOG_FOLDER, policy: Path | None = None) -> str:
    """SHA-256 over the names and bytes of all TOML files under `folder`, and over the bank's own policy."""
    digest = sha256(policy.read_bytes() if policy is not None and policy.is_file() else b"")
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _each_file(folder: Path, kind: str, read: Any) -> Mapping[str, Any]:
    names = sorted(path.name for path in (folder / kind).glob("*.toml"))
    if not names:
        raise CatalogError("catalog_file", f"The catalogue has no {kind}.")
    return _finished(
        {name.removesuffix(".toml"): read_toml(folder, f"{kind}/{name}") for name in names}, read
    )


def _each_table(file: Table, read: Any) -> Mapping[str, Any]:
    return _finished({code: file.table(code) for code in file.values}, read)


def _finished(tables: Mapping[str, Table], read: Any) -> Mapping[str, Any]:
    items = {}
    for code, table in tables.items():
        items[code] = read(code, table)
        table.finish()
    return MappingProxyType(items)


def _every_product(file: Table) -> EveryProduct:
    every = EveryProduct(_rules(file), _weights(file.table("favoured_by")))
    file.finish()
    return every


def _product(every: EveryProduct, code: str, table: Table) -> Product:
    return Product(
        code=code,
        kind=cast(ProductKind, table.text("kind", PRODUCT_KINDS)),
        name=table.words("name"),
        sale=cast(Literal["own", "agency"], table.text("sale", ("own", "agency"))),
        issuer=table.optional_words("issuer"),
        risk=_risk(table),
        minimum_amount=table.optional_decimal("minimum_amount"),
        speakers=table.names("who", SPEAKERS),
        next_places=table.names("next", PLACES),
        notices=table.names("notices"),
        terms=table.words("terms"),
        cost=table.words("cost"),
        talk=table.words("talk"),
        cool_down_days=table.integer("cool_down_days"),
        value=table.integer("value"),
        favoured_by=MappingProxyType({**every.favoured_by, **_weights(table.table("favoured_by"))}),
        rules=every.rules + _rules(table),
        on_sale_from=table.optional_date("on_sale_from"),
        on_sale_to=table.optional_date("on_sale_to"),
        is_private=table.flag("private"),
        window_days=table.optional_integer("window_days"),
    )


def _risk(table: Table) -> str | None:
    """The level a product is treated as: the bank's own, or the issuer's where that is higher."""
    own, issuers = (table.optional_text(name, RISKS) for name in ("risk", "issuer_risk"))
    return own if own is None or issuers is None else max(own, issuers)


def _weights(table: Table) -> Mapping[str, Decimal]:
    weights = {code: table.decimal(code) for code in table.values}
    for code, weight in weights.items():
        if not 0 < weight <= 1:
            raise table.fault(code, "must lie above 0 and at most at 1")
    return MappingProxyType(weights)


def _rules(table: Table) -> tuple[Rule, ...]:
    written = table.take("condition")
    if written is None:
        return ()
    if not isinstance(written, list):
        raise table.fault("condition", "must be a list of tables ([[condition]])")
    rules = []
    for number, part in enumerate(written, start=1):
        where = f"{table.where}: condition {number}"
        because = Table(where, part).text("because")
        rest = {key: value for key, value in part.items() if key != "because"}
        rules.append(Rule(because, parse(rest, FACT_COLUMNS, where)))
    return tuple(rules)


def _service(code: str, table: Table) -> Service:
    return Service(
        code=code,
        name=table.words("name"),
        speakers=table.names("who", SPEAKERS),
        next_places=table.names("next", PLACES),
        talk=table.words("talk"),
        triggers=table.names("triggers"),
        order=table.integer("order"),
        urgent=table.flag("urgent"),
        first_for=table.names("first_for"),
        sheet=read_sheet(table.table("sheet")),
    )


def _desk_line(code: str, table: Table) -> DeskLine:
    return DeskLine(code, table.words("name"), table.words("talk"), table.names("next", PLACES))


def _reason(code: str, table: Table) -> ReasonRule:
    written = table.take("condition")
    condition: Condition | None = None
    if written is not None:
        condition = parse(written, PORTRAIT_COLUMNS, f"{table.where}: condition")
    return ReasonRule(
        code=code,
        condition=condition,
        facts=_fact_columns(table),
        speak=cast(SpeakLevel, table.text("speak", SPEAK_LEVELS)),
        needs_profiling=table.flag("needs_profiling"),
        today=table.flag("today"),
        figure=table.optional_text("figure"),
    )


def _fact_columns(table: Table) -> Mapping[str, str]:
    if table.take("facts") is None:
        return MappingProxyType({})
    facts = table.table("facts")
    columns = {name: facts.text(name) for name in facts.values}
    for name, column in columns.items():
        if column_kind(column, PORTRAIT_COLUMNS) is None:
            facts.check_name(name, column, PORTRAIT_COLUMNS)
    return MappingProxyType(columns)


def _notice(code: str, table: Table) -> Notice:
    return Notice(code, table.sentences())


def _first_line(code: str, table: Table) -> FirstLine:
    text = table.sentences()
    without_ticket = table.optional_words("without_ticket") or text
    events, with_business = frozenset(table.names("events")), table.optional_words("with_business")
    return FirstLine(code, text, without_ticket, events, with_business)
