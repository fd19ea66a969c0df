"""`lobby restore`: a backup in the place of all that the desk store holds; what it replaces is kept."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from lobby.commands.composition import answer, wall_clock
from lobby.data.desk_backup import restore
from lobby.data.settings import Settings
from lobby.services.showing import plain


def run(
    file: Annotated[Path, typer.Argument(metavar="FROM", help="A file that `lobby backup` made.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Put a backup back, and print where lies what it replaced."""
    settings = Settings()
    restored = restore(settings.home, settings.desk_address(), file, wall_clock)
    answer(plain(vars(restored)), as_json)
    if restored.must_restart:
        print("The file itself was exchanged: restart every server that runs.", file=sys.stderr)
