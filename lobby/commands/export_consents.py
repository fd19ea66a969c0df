"""`lobby export-consents`: what customers said at desks, for the bank's core to carry in its next feed."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lobby.commands.composition import answer, caller, opened
from lobby.data.table_file import write_table
from lobby.services.desk_word import desk_word


def run(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", file_okay=False, help="Where the files go.")],
    staff: Annotated[str, typer.Option("--as", help="The staff number in whose name, of head office.")],
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="This day and later; all without it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Write `consent.csv`, in the columns of a feed, and `erasure.csv` to FOLDER; print their rows.

    Somebody else of head office first releases on page data, once, that they are written into this folder.
    """
    with opened() as sources:
        asked = caller(sources, staff)
        place = str(folder.resolve())
        tables = desk_word(sources, asked, since and since.date(), sources.now(), place)
    for table in tables:
        write_table(folder / f"{table.name}.csv", table.columns, table.rows)
    answer({table.name: len(table.rows) for table in tables}, as_json)
