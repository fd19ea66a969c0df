"""`lobby sessions`: who is signed in where, and ending that from outside."""

from typing import Annotated

import typer

from lobby.commands.composition import answer, opened, os_user
from lobby.domain.errors import SettingsError
from lobby.services import sessions
from lobby.services.showing import plain

app = typer.Typer(help="Who is signed in where.", no_args_is_help=True)


@app.command("list")
def listed(as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False) -> None:
    """Print everybody who is signed in, since when, and when the screen was touched last."""
    with opened() as sources:
        answer([plain(vars(one)) for one in sessions.signed_in(sources)], as_json)


@app.command("end")
def end(
    staff: Annotated[str | None, typer.Option(metavar="ID", help="Every session of this person.")] = None,
    device: Annotated[str | None, typer.Option(metavar="ID", help="Every session on this browser.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Every session there is.")] = False,
) -> None:
    """Sign somebody out wherever they are; open pages are blank within seconds. The audit says who did it."""
    if sum(one is not None for one in (staff, device)) + everybody != 1:
        raise SettingsError(
            "sessions_which", "Say whose sessions end.", "Give one of --staff ID, --device ID and --all."
        )
    with opened() as sources:
        ended = sum(
            sessions.end(sources, one, "ended", os_user())
            for one in sessions.signed_in(sources)
            if everybody or (staff is not None and one.staff_id == staff) or one.device == device
        )
    answer({"ended": ended}, True)
