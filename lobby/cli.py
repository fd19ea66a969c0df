"""The command line: the same answers as the screen, through the same services.

A command is a function `run` in `lobby/commands/<name>.py`, registered here by
`app.command("<name>")(<module>.run)`; a family by `app.add_typer(<module>.app, name="<name>")`.
A command prints its answer on stdout (JSON alone with `--json`) and everything else on stderr.
"""

import logging
import os
import sys
from collections.abc import Sequence

import typer

from lobby.commands import (
    audit,
    backup,
    build,
    check_feed,
    continuation,
    doctor,
    explain,
    export_consents,
    find,
    handoffs,
    import_feed,
    lint_talks,
    restore,
    serve,
    sessions,
    show,
    simulate_day,
    staff,
    status,
    subject,
)
from lobby.domain.errors import (
    AccessRefused,
    BackupError,
    BuildError,
    CatalogError,
    EntryRefused,
    FeedError,
    LobbyError,
    SettingsError,
)
from lobby.services import logs

log = logging.getLogger("lobby.cli")

STOPPED = 3
OWN_FAULT = 4
OTHERS = 0o077  # what Lobby makes is for its own user alone
STOPPING = (AccessRefused, BackupError, BuildError, CatalogError, EntryRefused, FeedError, SettingsError)

app = typer.Typer(
    name="lobby",
    help="Who is the customer in front of you, what to say first, what to offer and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def lobby() -> None:
    """Who is the customer in front of you, what to say first, what to offer and why."""


app.command("build")(build.run)
app.command("check-feed")(check_feed.run)
app.command("handoffs")(handoffs.run)
app.command("import")(import_feed.run)
app.command("lint-talks")(lint_talks.run)
app.command("status")(status.run)
app.command("find")(find.run)
app.command("show")(show.run)
app.command("simulate-day")(simulate_day.run)
app.command("continuation")(continuation.run)
app.command("explain")(explain.run)
app.command("export-consents")(export_consents.run)
app.command("serve")(serve.run)
app.command("backup")(backup.run)
app.command("restore")(restore.run)
app.command("doctor")(doctor.run)
app.add_typer(audit.app, name="audit")
app.add_typer(sessions.app, name="sessions")
app.add_typer(staff.app, name="staff")
app.add_typer(subject.app, name="subject")


def main() -> None:
    """Run the command in `sys.argv` and exit: 0 done, 2 misused, 3 refused or stopped, 4 our own fault."""
    os.umask(OTHERS)
    logs.begin(sys.stderr)
    sys.exit(exit_code(app, sys.argv[1:]))


def exit_code(commands: typer.Typer, arguments: Sequence[str]) -> int:
    """The exit code of `commands` run with `arguments`; a fault is told on stderr, without customer data."""
    try:
        commands(args=list(arguments), prog_name="lobby")
    except LobbyError as error:
        print(error, file=sys.stderr)
        return STOPPED if isinstance(error, STOPPING) else OWN_FAULT
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception as error:  # noqa: BLE001 the last catch of the process: a code for the user, the place for the log
        code = logs.fault(log, error)
        print(f"{code}: Lobby made a mistake. Report this code with the log line above it.", file=sys.stderr)
        return OWN_FAULT
    return 0
