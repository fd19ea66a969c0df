"""`lobby backup`: the whole desk store in one file, while servers use it."""

from pathlib import Path
from typing import Annotated

import typer

from lobby.commands.composition import answer, wall_clock
from lobby.data.desk import open_desk
from lobby.data.desk_backup import back_up
from lobby.data.settings import Settings
from lobby.services.showing import plain


def run(
    to: Annotated[Path, typer.Argument(metavar="TO", help="A new file, or a folder for one.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Save the desk store as it stands, and print where."""
    settings = Settings()
    desk = open_desk(settings.home, wall_clock, url=settings.desk_address())
    try:
        answer(plain(vars(back_up(desk, to))), as_json)
    finally:
        desk.close()
