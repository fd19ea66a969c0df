"""`lobby staff`: who may sign in, and adding somebody whom the feed does not name."""

from typing import Annotated

import typer

from lobby.commands.composition import answer, opened
from lobby.data.desk import StaffMember
from lobby.services import staff
from lobby.services.showing import plain

app = typer.Typer(help="Who may sign in.", no_args_is_help=True)


@app.command("add")
def add(
    staff_id: Annotated[str, typer.Argument(metavar="ID", help="The staff number.")],
    name: Annotated[str, typer.Option(help="The name shown on the screen.")],
    role: Annotated[str, typer.Option(help=", ".join(staff.ROLES))],
    branch: Annotated[str | None, typer.Option(help="The branch's number.")] = None,
    qualifications: Annotated[str, typer.Option(help="wm, fund, ins, loan, corp; separated by ;")] = "",
    login: Annotated[str | None, typer.Option(help="Subject or e-mail at the identity provider.")] = None,
) -> None:
    """Let somebody sign in; the same number again replaces what was known."""
    held = tuple(word.strip() for word in qualifications.replace(",", ";").split(";") if word.strip())
    member = StaffMember(staff_id, name, role, branch, held, login)
    with opened() as sources:
        staff.add(sources, member)
    answer(plain(vars(member)), True)


@app.command("block")
def block(
    staff_id: Annotated[str, typer.Argument(metavar="ID", help="The staff number.")],
    again: Annotated[bool, typer.Option("--undo", help="Let the person sign in again.")] = False,
) -> None:
    """Let somebody sign in no more, whatever the feed says; where they are signed in they are signed out."""
    with opened() as sources:
        staff.block(sources, staff_id, not again)
    answer({"staff_id": staff_id, "is_blocked": not again}, True)


@app.command("list")
def listed(as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False) -> None:
    """Print everybody who may sign in."""
    with opened() as sources:
        answer([plain(vars(member)) for member in staff.members(sources)], as_json)
