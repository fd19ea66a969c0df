"""Reads `access.toml`: who may do what, and of whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import cast, get_args

from lobby.data.catalog_tables import Table, read_toml
from lobby.domain.access import Access, Entry, Reach
from lobby.domain.errors import CatalogError
from lobby.domain.revealing import FIELDS
from lobby.domain.sections import every_column
from lobby.domain.viewer import Machine, Role

CATALOG_FOLDER = Path(__file__).resolve().parent.parent / "catalog"
ROLES: tuple[str, ...] = (*get_args(Role), *get_args(Machine))


@cache
def load_access() -> Access:
    """The policy of this process."""
    return read_access(read_toml(CATALOG_FOLDER, "access.toml"))


def read_access(table: Table) -> Access:
    """The policy; CatalogError names an unknown role, purpose, column, mask or reach."""
    written = table.table("group")
    groups = {name: written.names(name, ROLES) for name in list(written.values)}
    purposes = roles_by_name(table.table("purpose"), groups)
    access = Access(
        purposes=purposes,
        pages=roles_by_name(table.table("page"), groups),
        columns=dict(columns(table.table("column"), groups)),
        masks=masks(table.table("mask"), groups),
        entries=dict(entries(table.table("entry"), groups, purposes)),
    )
    table.finish()
    return access


def roles_by_name(table: Table, groups: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    """Each name with its roles, groups written out."""
    return {name: roles_of(table, name, groups) for name in list(table.values)}


def roles_of(table: Table, key: str, groups: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The roles that a key lists, groups written out."""
    listed = table.names(key, (*ROLES, *groups))
    return frozenset(role for one in listed for role in groups.get(one, (one,)))


def masks(table: Table, groups: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    """Who may lift each mask."""
    for name in table.values:
        table.check_name(name, name, FIELDS)
    return roles_by_name(table, groups)


def columns(table: Table, groups: Mapping[str, Iterable[str]]) -> Iterable[tuple[str, frozenset[str]]]:
    """Each column with the roles that it reaches; CatalogError where it is in two groups."""
    seen: set[str] = set()
    for name in list(table.values):
        group = table.table(name)
        roles = roles_of(group, "for", groups)
        for column in group.names("columns", every_column()):
            if column in seen:
                raise CatalogError("catalog_value", f"access.toml: the column {column} is in two groups.")
            seen.add(column)
            yield column, roles
        group.finish()


def entries(
    table: Table, groups: Mapping[str, Iterable[str]], purposes: Mapping[str, frozenset[str]]
) -> Iterable[tuple[str, Entry]]:
    for module in list(table.values):
        functions = table.table(module)
        for function in list(functions.values):
            yield f"{module}.{function}", entry(functions.table(function), groups, purposes)


def entry(table: Table, groups: Mapping[str, Iterable[str]], purposes: Mapping[str, frozenset[str]]) -> Entry:
    """One line: the purpose, and the reach of each role or group of roles."""
    purpose = table.text("for", purposes)
    reach: dict[str, Reach] = {}
    for one in [key for key in table.values if key != "for"]:
        table.check_name(one, one, (*ROLES, *groups))
        found = cast(Reach, table.text(one, get_args(Reach)))
        for role in groups.get(one, (one,)):
            table.check_name(one, role, purposes[purpose])
            reach[role] = found
    table.finish()
    return Entry(purpose, reach)
