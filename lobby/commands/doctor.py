"""`lobby doctor`: what stands well with this installation, what does not, and what to do."""

import json
import os
from functools import cache
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from lobby.commands.composition import wall_clock
from lobby.data.catalog import load_catalog
from lobby.data.settings import Settings
from lobby.services.doctor import Finding, Patient, examine
from lobby.services.doctor_desk import CHECKS
from lobby.services.permission import at_work

STOPPED = 3
COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


def run(
    url: Annotated[
        str | None, typer.Option(help="Where browsers reach Lobby, else LOBBY_URL: its TLS is looked at.")
    ] = None,
    storage_encrypts: Annotated[
        bool, typer.Option(help="The disk itself, or the storage below this machine, encrypts LOBBY_HOME.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Look at everything, change nothing, and exit with 3 where a check fails."""
    settings = Settings()
    host = os.environ.get("HOST") or settings.host
    catalog = cache(lambda: load_catalog(policy=settings.policy))
    patient = Patient(settings, catalog, host, wall_clock(), url or settings.url or None, storage_encrypts)
    with at_work("commands.doctor"):
        found = examine(patient, CHECKS)
    if as_json:
        print(json.dumps([{"check": name, **vars(one)} for name, one in found.items()], ensure_ascii=False))
    else:
        show(found)
    if any(one.state == "fail" for one in found.values()):
        raise typer.Exit(STOPPED)


def show(found: dict[str, Finding]) -> None:
    """One line a check; below it what to do."""
    console = Console(highlight=False, soft_wrap=True)
    for name, one in found.items():
        colour = COLOURS[one.state]
        console.print(f"[{colour}]{one.state:<4}[/]  {name:<12} {escape(one.said)}")
        if one.hint and one.state != "ok":
            console.print(f"{'':19}{escape(one.hint)}")
