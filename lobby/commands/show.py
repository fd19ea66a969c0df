"""`lobby show`: one customer, as the customer page shows them, amounts exact."""

from typing import Annotated

import typer

from lobby.commands.composition import answer, caller, opened
from lobby.domain.revealing import Why
from lobby.domain.sections import Movements
from lobby.domain.viewer import Language
from lobby.services import showing
from lobby.services.customer import customer_view
from lobby.services.network import network
from lobby.services.permission import may
from lobby.services.portraits import open_section
from lobby.services.reveal import reveal
from lobby.services.visits import open_customer
from lobby.services.year import year_in_review


def run(
    customer: Annotated[str, typer.Argument(help="The customer's number.")],
    staff: Annotated[str, typer.Option("--as", help="The staff number of who asks.")],
    why: Annotated[Why, typer.Option(help="Why the exact amounts are needed.")],
    reason: Annotated[str | None, typer.Option(help="Why, for a customer of another branch.")] = None,
    language: Annotated[Language, typer.Option(help="The language of what is said.")] = "zh_Hans",
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Open CUSTOMER in this member of staff's name and print all of it; the audit has it first."""
    with opened() as sources:
        viewer = caller(sources, staff)
        visit = open_customer(sources, viewer, customer, reason=reason)
        reveal(sources, viewer, visit, "amounts", why, reason or "")
        view = customer_view(sources, viewer, visit, sources.now(), language)
        moved = open_section(sources, viewer, visit, Movements)
        around = network(sources, viewer, visit) if may(viewer, "network.network") else None
        year = None
        if may(viewer, "year.year_in_review"):
            year = year_in_review(sources, viewer, visit, language).year
    answer(showing.customer(view, moved, around, year), as_json)
