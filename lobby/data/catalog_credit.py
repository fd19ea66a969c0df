"""The catalogue's numbers for credit signs: bounds and points per sign, and where a band begins."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from lobby.data.catalog_tables import Table
from lobby.domain.credit import LEVELS, SIGNS, CreditRules, SignCode, SignRule

UNMEASURED: frozenset[SignCode] = frozenset({"occupation"})


def read_credit(file: Table) -> CreditRules:
    """The whole of credit.toml; CatalogError names the table and key that is wrong."""
    bands = file.table("bands")
    tables = {code: file.table(code) for code in SIGNS}
    rules = CreditRules(
        least_signs=file.integer("least_signs"),
        strong=bands.decimal("strong"),
        steady=bands.decimal("steady"),
        least_months=tables["income"].integer("least_months"),
        signs=MappingProxyType({code: _sign(code, table) for code, table in tables.items()}),
    )
    if rules.steady >= rules.strong:
        raise bands.fault("steady", "must lie below 'strong'")
    for table in (file, bands, *tables.values()):
        table.finish()
    return rules


def _sign(code: SignCode, table: Table) -> SignRule:
    points = table.table("points")
    good, fair = (
        (Decimal(0), Decimal(0)) if code in UNMEASURED else (table.decimal("good"), table.decimal("fair"))
    )
    rule = SignRule(good, fair, MappingProxyType({level: points.integer(level) for level in LEVELS}))
    points.finish()
    if fair < good:
        raise table.fault("fair", "must not lie below 'good'")
    return rule
