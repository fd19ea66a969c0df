"""`lobby continuation`: for the bank's mobile channel, whom and what a customer's code stands for, once."""

from typing import Annotated

import typer

from lobby.commands.composition import answer, caller, opened
from lobby.services import showing
from lobby.services.continuations import redeem


def run(
    reference: Annotated[str, typer.Argument(help="What stands at the end of the address in the code.")],
    staff: Annotated[str, typer.Option("--as", help="The staff number of the channel, of head office.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Use REFERENCE up and print the customer, the visit and what goes on; refused when it holds no more."""
    with opened() as sources:
        found = redeem(sources, caller(sources, staff), reference)
    answer(showing.continuation(found), as_json)
