"""`lobby lint-talks`: what is wrong with the conversations, before anybody says them."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Printed

from lobby.data.catalog import CATALOG_FOLDER, read_catalog
from lobby.data.catalog_tables import read_toml
from lobby.data.catalog_talks import check_codes, read_talk, talk_faults
from lobby.domain.catalogue import Catalog
from lobby.domain.errors import CatalogError

STOPPED = 3
COLUMNS = ("file", "code", "place", "language", "detail")


def run(
    file: Annotated[
        Path | None, typer.Argument(help="A conversation of your own; none: all we have.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the faults as JSON.")] = False,
) -> None:
    """Check conversations: words, facts, notices, length and languages. Exits 3 when one has a fault."""
    files = sorted((CATALOG_FOLDER / "talks").glob("*.toml")) if file is None else [file]
    catalog = read_catalog()
    faults = [fault for path in files for fault in faults_of(path, catalog)]
    if as_json:
        print(json.dumps({"talks": len(files), "faults": faults}, ensure_ascii=False))
    else:
        show(len(files), faults)
    if faults:
        raise typer.Exit(STOPPED)


def faults_of(path: Path, catalog: Catalog) -> list[dict[str, str]]:
    """The faults of one file as JSON values; one that cannot be read has that one fault."""
    try:
        talk = read_talk(read_toml(path.parent, path.name))
        check_codes(talk, path.name, catalog)
    except CatalogError as error:
        detail = f"{error.message} {error.hint}".strip()
        return [{"file": path.name, "code": error.code, "place": "", "language": "", "detail": detail}]
    return [{"file": path.name, **vars(fault)} for fault in talk_faults(talk, catalog)]


def show(count: int, faults: list[dict[str, str]]) -> None:
    """Print the faults as a table, and how many conversations were looked at."""
    console = Console()
    if faults:
        table = Printed(*COLUMNS[:-1])
        table.add_column(COLUMNS[-1], overflow="fold")
        for fault in faults:
            table.add_row(*(escape(fault[name]) for name in COLUMNS))
        console.print(table)
    console.print(f"Conversations: {count}, faults: {len(faults)}.", highlight=False)
