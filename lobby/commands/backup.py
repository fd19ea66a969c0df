"""`lobby backup`: the whole desk store in one file, while servers use it."""

from pathlib import Path
from typing import Annotated

import typer

from lobby.commands.composition import answer, wall_clock
from lobby.data.desk import open_desk
from lobby.data.desk_backup import back_up, discard_older
from lobby.data.settings import Settings
from lobby.domain.errors import SettingsError
from lobby.services.permission import at_work
from lobby.services.showing import plain


def run(
    to: Annotated[
        Path | None, typer.Argument(metavar="[TO]", help="A new file, or a folder; else LOBBY_BACKUPS.")
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="So many stay in the folder, the newest; older ones are deleted."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Save the desk store as it stands, and print where."""
    settings = Settings()
    target = to or settings.backups
    if target is None:
        raise SettingsError(
            "backup_nowhere", "No place for the backup is named.", "Name one, or set LOBBY_BACKUPS."
        )
    if to is None:
        target.mkdir(parents=True, exist_ok=True)
    if keep is not None and not target.is_dir():
        raise SettingsError("backup_no_folder", "--keep is for a folder of backups.", "Name a folder.")
    desk = open_desk(settings.home, wall_clock, url=settings.desk_address())
    try:
        with at_work("commands.backup"):
            made = back_up(desk, target)
        if keep is not None:
            discard_older(target, keep)
        answer(plain(vars(made)), as_json)
    finally:
        desk.close()
