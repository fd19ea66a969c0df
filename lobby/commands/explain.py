"""`lobby explain`: why something was suggested or not, made again with today's catalogue and code."""

import sys
from typing import Annotated

import typer

from lobby.commands.composition import answer, caller, opened
from lobby.services import showing
from lobby.services.explaining import explain


def run(
    decision: Annotated[str, typer.Argument(help="The decision's number, as `lobby show` tells it.")],
    staff: Annotated[str, typer.Option("--as", help="The staff number of who asks.")],
    reason: Annotated[str | None, typer.Option(help="Why, for head office.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Say why DECISION came out as it did, and whether it would come out the same today."""
    with opened() as sources:
        found = explain(sources, caller(sources, staff), decision, reason)
    answer(showing.explanation(found), as_json)
    if not found.is_equal:
        print(f"{len(found.differences)} things would be decided otherwise today.", file=sys.stderr)
