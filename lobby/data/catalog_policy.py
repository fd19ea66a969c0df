"""The numbers and lists of `policy.toml`, and in their place those of a bank's own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

from lobby.data.catalog_tables import Table, read_toml
from lobby.domain.audit_chain import KEPT_DAYS
from lobby.domain.errors import CatalogError
from lobby.domain.policy import Policy
from lobby.domain.revealing import OFFERED

OPTIONAL = frozenset({"stale_block_days"})
READERS = {
    "int": Table.integer,
    "bool": Table.flag,
    "Decimal": Table.decimal,
    "str": Table.text,
    "int | None": Table.optional_integer,
    "tuple[str, ...]": Table.names,
}
TYPES = {field.name: str(field.type) for field in fields(Policy)}


def read_policy(folder: Path, own: Path | None) -> Policy:
    """The policy of the catalogue in `folder`; what the file `own` names holds instead."""
    file = read_toml(folder, "policy.toml")
    values: dict[str, object] = {**dict.fromkeys(OPTIONAL), **numbers_of(file)}
    missing = sorted(TYPES.keys() - values.keys())
    if missing:
        raise CatalogError("catalog_value", f"{file.where}: '{missing[0]}' is missing.", keys=missing)
    if own is not None:
        values |= numbers_of(own_file(own), groups=file.values)
    if cast(int, values["audit_days"]) < KEPT_DAYS:
        raise CatalogError("catalog_value", f"'audit_days' must be {KEPT_DAYS} or more.", key="audit_days")
    for why in cast(tuple[str, ...], values["reveal_whys"]):
        file.check_name("reveal_whys", why, OFFERED)
    return Policy(**cast(dict[str, Any], values))


def own_file(path: Path) -> Table:
    """The file that LOBBY_POLICY names."""
    if not path.is_file():
        raise CatalogError(
            "policy_file", f"LOBBY_POLICY: there is no file {path}.", "Name the policy file, or leave it out."
        )
    return read_toml(path.parent, path.name)


def numbers_of(file: Table, groups: Mapping[str, object] | None = None) -> dict[str, object]:
    """Every value of one file by its key; the groups are those of the catalogue where they are given."""
    values: dict[str, object] = {}
    for group in file.values:
        if groups is not None:
            file.check_name("group", group, groups)
        table = file.table(group)
        for key in table.values:
            table.check_name(key, key, TYPES)
            values[key] = READERS[TYPES[key]](table, key)
    return values
