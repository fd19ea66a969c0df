"""`lobby audit`: is it whole, who did what with whom, who saw whom, and letting go of what is old."""

from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from lobby.commands.composition import answer, caller, opened, wall_clock
from lobby.data.desk import open_desk
from lobby.data.desk_audit_check import heads_in, verify
from lobby.data.settings import Settings
from lobby.domain.as_json import to_json
from lobby.domain.audit_search import Wanted
from lobby.services import audit
from lobby.services.permission import at_work

BROKEN = 3
DAY = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]

Staff = Annotated[str, typer.Option("--as", help="The staff number in whose name, a manager or the auditor.")]
AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON.")]
Since = Annotated[datetime | None, typer.Option(formats=DAY, help="From this moment on, in UTC.")]
Until = Annotated[datetime | None, typer.Option(formats=DAY, help="Before this moment, in UTC.")]
Person = Annotated[str | None, typer.Option(help="Who did it, by staff number.")]
Device = Annotated[str | None, typer.Option(help="On which device.")]

app = typer.Typer(help="Who did what with whom, and whether the record of it is whole.", no_args_is_help=True)


@app.command("verify")
def verified(
    against: Annotated[
        list[Path] | None,
        typer.Option(help="A backup, or the file the audit is sent to; may be given again."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Walk the chain of all rows: what is missing, changed, or otherwise than a copy; 3 where it breaks."""
    settings = Settings()
    desk = open_desk(settings.home, wall_clock, url=settings.desk_address())
    try:
        with at_work("commands.audit"):
            found = verify(desk, chain.from_iterable(heads_in(file) for file in against or ()))
    finally:
        desk.close()
    answer(to_json({"is_whole": not found.breaks, **vars(found)}), as_json)
    if found.breaks:
        raise typer.Exit(BROKEN)


@app.command("search")
def searched(
    staff: Staff,
    person: Person = None,
    customer: Annotated[str | None, typer.Option(help="With which customer.")] = None,
    device: Device = None,
    branch: Annotated[str | None, typer.Option(help="At which branch.")] = None,
    action: Annotated[str | None, typer.Option(help="What was done: open, reveal, export, …")] = None,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Print the newest 200 rows that are all of this."""
    wanted = Wanted(person, customer, device, branch, action, aware(since), aware(until))
    with opened() as sources:
        found = audit.search(sources, caller(sources, staff), wanted)
    answer(to_json(found), as_json)


@app.command("customer")
def saw(
    customer: Annotated[str, typer.Argument(help="The customer's number.")],
    staff: Staff,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Print who saw CUSTOMER: openings, reveals, exports, lists."""
    with opened() as sources:
        wanted = Wanted(since=aware(since), until=aware(until))
        found = audit.who_saw(sources, caller(sources, staff), customer, wanted)
    answer(to_json(found), as_json)


@app.command("seen")
def seen(
    staff: Staff,
    person: Person = None,
    device: Device = None,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Print every customer whom one person or one device saw."""
    with opened() as sources:
        wanted = Wanted(staff_id=person, device=device, since=aware(since), until=aware(until))
        found = audit.seen(sources, caller(sources, staff), wanted)
    answer(to_json(found), as_json)


@app.command("prune")
def pruned(staff: Staff, as_json: AsJson = False) -> None:
    """Delete the rows older than the policy keeps them; nothing younger than 180 days."""
    with opened() as sources:
        found = audit.prune(sources, caller(sources, staff))
    answer(to_json(found), as_json)


def aware(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(tzinfo=UTC)
