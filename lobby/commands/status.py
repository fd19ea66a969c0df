"""`lobby status`: what is being served."""

import sys
from typing import Annotated

import typer

from lobby.commands.composition import answer, opened
from lobby.services.showing import plain
from lobby.services.status import status


def run(as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False) -> None:
    """Print the business date, the portrait's version, the rows loaded and the catalogue's size."""
    with opened() as sources:
        answer(plain(vars(status(sources))), as_json)
        if sources.portraits.problem is not None:
            print(sources.portraits.problem, file=sys.stderr)
