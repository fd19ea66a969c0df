"""`lobby subject`: what the bank holds of a customer, handed over or erased."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from lobby.commands.composition import answer, caller, opened
from lobby.domain.as_json import to_json
from lobby.services import subject

app = typer.Typer(help="A customer's own rights: everything handed over, or erased.", no_args_is_help=True)

Customer = Annotated[str, typer.Argument(help="The customer's number.")]
Staff = Annotated[str, typer.Option("--as", help="The staff number in whose name; manager or head office.")]


@app.command("export")
def export(
    customer: Customer,
    staff: Staff,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new file, for its owner only.")],
) -> None:
    """Write everything held of CUSTOMER to FILE as JSON, and print its tables and rows."""
    with opened() as sources:
        told = subject.export(sources, caller(sources, staff), customer)
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"exported_at": datetime.now(UTC).isoformat(), **told}, file, ensure_ascii=False, indent=1)
    counts = {
        part: {table: len(rows) for table, rows in held.items() if isinstance(rows, list)}
        for part, held in told.items()
        if isinstance(held, dict)
    }
    answer(to_json({"file": str(out), **counts}), True)


@app.command("erase")
def erase(
    customer: Customer,
    staff: Staff,
    reason: Annotated[str, typer.Option(help="Why, such as the number of the customer's request.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Erase marketing, derived and free-text data of CUSTOMER; print what went and what a law keeps."""
    with opened() as sources:
        done = subject.erase(sources, caller(sources, staff), customer, reason, sources.now())
    answer(to_json(done), as_json)
