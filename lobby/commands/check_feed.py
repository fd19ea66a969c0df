"""`lobby check-feed`: what a bank's data engineer reads before the feed is built."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from lobby.data.build_trial import try_feed
from lobby.data.feed.codes import BY_CODE
from lobby.data.feed.report import Check, Place
from lobby.data.settings import Settings
from lobby.domain.errors import FeedError

STOPPED = 3
STYLES = {"stop": "bold red", "set_aside": "yellow", "to_null": "cyan", "warn": "dim"}


def run(
    feed: Annotated[Path, typer.Argument(help="The folder that holds feed.toml and the tables.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Check as if it were this day.")
    ] = None,
) -> None:
    """Check a feed against the contract, without building anything. Exits 3 when a check stops it."""
    told = report_of(feed, (today or datetime.now(UTC)).date())
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        show(told)
    if told["stopped"]:
        raise typer.Exit(STOPPED)


def report_of(feed: Path, today: date) -> dict[str, Any]:
    """The report as JSON values; a feed.toml that cannot be read is a report of that one check."""
    try:
        report = try_feed(feed, Settings(), today=today)
    except FeedError as error:
        detail = f"{error.message} {error.hint}".strip()
        check = Check("feed_toml", "feed", 1, examples=(Place("feed.toml"),), detail=detail).as_json()
        return {"feed": str(feed), "checks": [check], "counts": {}, "not_supplied": [], "stopped": True}
    return {"feed": str(feed), **report.as_json()}


def show(told: dict[str, Any]) -> None:
    """Print the rows loaded, then every check that found something and what to do about it."""
    console = Console()
    rows = Table("table", title="Rows loaded")
    rows.add_column("rows", justify="right")
    for name, count in told["counts"].items():
        rows.add_row(name, f"{count:,}")
    for name in told["not_supplied"]:
        rows.add_row(name, "not supplied", style="dim")
    console.print(rows)
    if told["checks"]:
        console.print(found(told["checks"]))
        for code in dict.fromkeys(check["code"] for check in told["checks"]):
            check = BY_CODE[code]
            advice = check.advice[:1].upper() + check.advice[1:]
            console.print(f"[bold]{code}[/]: {escape(check.meaning)}. {escape(advice)}.")
    end = (
        "[bold red]stopped[/]: nothing would be published" if told["stopped"] else "[green]would be built[/]"
    )
    console.print(f"{escape(told['feed'])}: {end}. docs/checks.md explains every check.", soft_wrap=True)


def found(checks: Sequence[dict[str, Any]]) -> Table:
    """The checks as a table, the gravest first."""
    table = Table(title="What was found")
    for name in ("severity", "check"):
        table.add_column(name, no_wrap=True)
    table.add_column("where", overflow="fold")
    table.add_column("count", justify="right", no_wrap=True)
    table.add_column("examples", overflow="fold")
    for check in sorted(checks, key=lambda check: list(STYLES).index(check["severity"])):
        where = f"{check['table']}.{check['column']}" if check["column"] else check["table"]
        told = [check["detail"]] if check["detail"] else []
        told += [
            f"{one['file']} row {one['row']}" if "row" in one else one["file"] for one in check["examples"]
        ]
        table.add_row(
            check["severity"],
            check["code"],
            escape(where),
            f"{check['count']:,}",
            escape("\n".join(told)),
            style=STYLES[check["severity"]],
        )
    return table
