"""`lobby audit`: is it whole?"""

from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from lobby.commands.composition import answer, wall_clock
from lobby.data.desk import open_desk
from lobby.data.desk_audit_check import heads_in, verify
from lobby.data.settings import Settings
from lobby.domain.as_json import to_json

BROKEN = 3

app = typer.Typer(help="Who did what with whom, and whether the record of it is whole.", no_args_is_help=True)


@app.command("verify")
def verified(
    against: Annotated[
        list[Path] | None,
        typer.Option(help="A backup, or the file the audit is sent to; may be given again."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Walk the chain of all rows: what is missing, changed, or otherwise than a copy; 3 where it breaks."""
    settings = Settings()
    desk = open_desk(settings.home, wall_clock, url=settings.desk_address())
    try:
        found = verify(desk, chain.from_iterable(heads_in(file) for file in against or ()))
    finally:
        desk.close()
    answer(to_json({"is_whole": not found.breaks, **vars(found)}), as_json)
    if found.breaks:
        raise typer.Exit(BROKEN)
