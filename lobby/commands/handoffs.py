"""`lobby handoffs`: what became of what other channels handed over, for them to carry on with."""

from pathlib import Path
from typing import Annotated

import typer

from lobby.commands.composition import answer, caller, opened
from lobby.data.table_file import write_file
from lobby.services.handoffs import export_handoffs


def run(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", dir_okay=False, help="Where the file goes.")],
    staff: Annotated[str, typer.Option("--as", help="The staff number in whose name, of head office.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Write every hand-off with its state, its result and whether the call centre may call to FILE (CSV).

    The first time it is made and waits; released by somebody else on page data, the next time is given out.
    """
    with opened() as sources:
        released, content = export_handoffs(sources, caller(sources, staff), sources.now())
    write_file(out, content)
    answer({"handoffs": released.change.rows, "sha256": released.change.sha256}, as_json)
