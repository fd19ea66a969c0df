"""The one loader of SQL files: `queries/<folder>/<name>.sql` by its path without the ending."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from lobby.domain.access import About
from lobby.domain.errors import QueryError

QUERIES = Path(__file__).parents[2] / "queries"

Scope = Literal["customer", "bank"]

_HEADER = re.compile(r"^-- ?(.*)$")


@dataclass(frozen=True)
class Query:
    """One SQL statement and what its header says of it; without `about` it is no read of the server's.

    `is_heavy`: one answer takes reading very many customers.
    """

    name: str
    sql: str
    grain: str
    params: tuple[str, ...]
    scope: Scope | None
    about: About | None = None
    is_heavy: bool = False

    def pick(self, values: dict[str, object]) -> dict[str, object]:
        """The parameters this query names, out of `values`; QueryError names a missing one."""
        for param in self.params:
            if param not in values:
                raise QueryError("query_parameter", f"{self.name} needs the parameter {param}.", param=param)
        return {param: values[param] for param in self.params}


@cache
def load(name: str) -> Query:
    """The query `name` such as `staging/stg_account`; QueryError when absent or its header is incomplete."""
    path = QUERIES / f"{name}.sql"
    if not path.is_file():
        known = ", ".join(names(name.rpartition("/")[0]))
        raise QueryError("query_missing", f"There is no query {name}.", f"Known: {known}.", query=name)
    sql = path.read_text(encoding="utf-8").strip()
    header: list[str] = []
    for line in sql.splitlines():
        found = _HEADER.match(line)
        if found is None:
            break
        header.append(found.group(1))
    return _with_header(name, sql, header)


def names(folder: str) -> tuple[str, ...]:
    """Every query of a folder, sorted: `staging/stg_account`, …"""
    return tuple(sorted(f"{folder}/{path.stem}" for path in (QUERIES / folder).glob("*.sql")))


def _with_header(name: str, sql: str, header: list[str]) -> Query:
    fields = {key: value.strip() for key, _, value in (line.partition(":") for line in header) if value}
    if not header or not header[0].startswith("One row per "):
        raise QueryError("query_header", f"{name} must begin with the line '-- One row per …'.", query=name)
    if "params" not in fields:
        raise QueryError("query_header", f"{name} lacks the header line '-- params: …'.", query=name)
    params = () if fields["params"] == "none" else tuple(p.strip() for p in fields["params"].split(","))
    scope = fields.get("scope")
    if scope is not None and scope not in get_args(Scope):
        raise QueryError("query_header", f"{name}: scope is customer or bank, not {scope}.", query=name)
    about = fields.get("about")
    if about is not None and about not in get_args(About):
        raise QueryError("query_header", f"{name}: about is not {about}.", query=name)
    load = fields.get("load")
    if load not in (None, "heavy"):
        raise QueryError("query_header", f"{name}: load is heavy or absent, not {load}.", query=name)
    return Query(
        name,
        sql,
        header[0],
        params,
        scope=cast(Scope | None, scope),
        about=cast(About | None, about),
        is_heavy=load == "heavy",
    )
