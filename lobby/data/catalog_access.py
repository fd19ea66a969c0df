"""Reads `access.toml`: who may do what, and of whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import cast, get_args

from lobby.data.catalog_tables import Table, read_toml
from lobby.domain.access import Access, Entry, Reach
from lobby.domain.viewer import Machine, Role

CATALOG_FOLDER = Path(__file__).resolve().parent.parent / "catalog"
ROLES: tuple[str, ...] = (*get_args(Role), *get_args(Machine))


@cache
def load_access() -> Access:
    """The policy of this process."""
    return read_access(read_toml(CATALOG_FOLDER, "access.toml"))


def read_access(table: Table) -> Access:
    """The policy; CatalogError names an unknown role, purpose or reach."""
    written = table.table("group")
    groups = {name: written.names(name, ROLES) for name in list(written.values)}
    purposes = roles_by_name(table.table("purpose"), groups)
    access = Access(
        purposes=purposes,
        pages=roles_by_name(table.table("page"), groups),
        sections=roles_by_name(table.table("section"), groups),
        entries=dict(entries(table.table("entry"), groups, purposes)),
    )
    table.finish()
    return access


def roles_by_name(table: Table, groups: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    """Each name with its roles, groups written out."""
    known = (*ROLES, *groups)
    return {
        name: frozenset(role for one in table.names(name, known) for role in groups.get(one, (one,)))
        for name in list(table.values)
    }


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
