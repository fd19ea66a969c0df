"""`lobby find`: the customers a text may mean, masked."""

import sys
from typing import Annotated

import typer

from lobby.commands.composition import answer, caller, opened
from lobby.services import showing
from lobby.services.finding import find

NEXT_STEPS = {
    "type_more": "Type more: two characters or initials, or four digits.",
    "reason_needed": "Not in the own branch. Elsewhere a whole number finds, with --reason.",
    "none": "Nobody matches.",
}


def run(
    text: Annotated[str, typer.Argument(help="A name, initials, four last digits or a whole number.")],
    staff: Annotated[str, typer.Option("--as", help="The staff number of who asks.")],
    reason: Annotated[str | None, typer.Option(help="Why, for a customer of another branch.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Print the customers that TEXT may mean, as this member of staff may see them."""
    with opened() as sources:
        found = find(sources, caller(sources, staff), text, reason=reason, now=sources.now())
    answer(showing.findings(found), as_json)
    if found.state in NEXT_STEPS:
        print(NEXT_STEPS[found.state], file=sys.stderr)
