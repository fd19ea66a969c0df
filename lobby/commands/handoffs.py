"""`lobby handoffs`: what became of what other channels handed over, for them to carry on with."""

from pathlib import Path
from typing import Annotated

import typer

from lobby.commands.composition import answer, caller, opened
from lobby.data.table_file import as_text, write_table
from lobby.services.handoffs import COLUMNS, export_handoffs


def run(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", dir_okay=False, help="Where the file goes.")],
    staff: Annotated[str, typer.Option("--as", help="The staff number in whose name, of head office.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Write every hand-off with its state, its result and whether the call centre may call to FILE (CSV)."""
    with opened() as sources:
        found = export_handoffs(sources, caller(sources, staff), sources.now())
    write_table(out, COLUMNS, [[as_text(cell) for cell in one.cells()] for one in found])
    answer({"handoffs": len(found), "may_call": sum(one.may_call for one in found)}, as_json)
