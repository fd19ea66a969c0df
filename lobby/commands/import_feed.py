"""`lobby import`: another bank's files become a feed, by an adapter of sample_data/adapters."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from lobby.data.adapters import Imported, find_adapter, import_feed


def run(
    adapter: Annotated[str, typer.Argument(help="The adapter's name: a folder of sample_data/adapters.")],
    source: Annotated[Path, typer.Argument(help="The folder that holds the bank's files.")],
    out: Annotated[Path, typer.Option(help="The feed to write; what stands there is replaced.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Make a feed of another bank's files; then `lobby check-feed` says what is wrong with it."""
    imported = import_feed(find_adapter(adapter), source, out)
    if as_json:
        print(json.dumps({"feed": str(out), "read": imported.read, "written": imported.written}))
    else:
        show(imported, out)


def show(imported: Imported, out: Path) -> None:
    """Print the rows read and written as two tables, and the next step."""
    console = Console()
    for title, counts in (("Read", imported.read), ("Written", imported.written)):
        table = Table(title)
        table.add_column("rows", justify="right")
        for name, count in counts.items():
            table.add_row(name, f"{count:,}")
        console.print(table)
    console.print(f"Next: lobby check-feed {out}", soft_wrap=True)
