"""`lobby build`: a feed becomes the portrait that is served, or yesterday's portrait keeps serving."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from lobby.data.build import build
from lobby.data.build_plan import step_count
from lobby.data.build_shard import Step
from lobby.data.manifest import Manifest
from lobby.data.settings import Settings

SLOWEST = 8


def run(
    feed: Annotated[Path, typer.Option(help="The feed's folder.")],
    shards: Annotated[int | None, typer.Option(help="Processes that share the customers.")] = None,
    memory_limit: Annotated[str | None, typer.Option(help="Memory of the whole build, such as 4GB.")] = None,
    threads: Annotated[int | None, typer.Option(help="Threads; 0 = one per core.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest as JSON.")] = False,
) -> None:
    """Check a feed, build the portrait and publish it; exit 3 when checks stop it."""
    settings = with_options(Settings(), shards, memory_limit, threads)
    steps: dict[str, Step] = {}
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description:<20}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:>14}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("check_feed", total=step_count(settings.shards), rows="")

        def on_step(step: Step) -> None:
            before = steps.get(step.name)
            steps[step.name] = step if before is None else before.plus(step)
            progress.update(task, advance=step.share, description=step.name, rows=f"{step.rows:,} rows")

        manifest = build(feed, settings, now=datetime.now(UTC), on_step=on_step)
    if as_json:
        print(json.dumps(summary(manifest), ensure_ascii=False))
    else:
        show(console, manifest, list(steps.values()))


def with_options(settings: Settings, shards: int | None, memory: str | None, threads: int | None) -> Settings:
    """The settings with what the command line says instead."""
    said = {"shards": shards, "build_memory": memory, "build_threads": threads}
    return Settings(
        **{**settings.model_dump(), **{name: value for name, value in said.items() if value is not None}}
    )


def summary(manifest: Manifest) -> dict[str, object]:
    """What `--json` prints of a published version."""
    return {
        "portrait": manifest.version,
        "business_date": manifest.business_date.isoformat(),
        "customers": manifest.count_customers,
        "counts": dict(manifest.counts),
        "set_aside": manifest.count_set_aside,
        "not_supplied": list(manifest.not_supplied),
        "checks": [dict(check) for check in manifest.checks],
        "seconds": dict(manifest.seconds),
        "cpu_seconds": dict(manifest.cpu_seconds),
    }


def show(console: Console, manifest: Manifest, steps: list[Step]) -> None:
    """Print the slowest steps with rows, seconds and CPU seconds, and what was published."""
    table = Table("step", title=f"The {SLOWEST} slowest of {len(steps)} steps", title_justify="left")
    table.add_column("rows", justify="right")
    table.add_column("seconds", justify="right")
    table.add_column("CPU", justify="right")
    for step in sorted(steps, key=lambda step: -step.seconds)[:SLOWEST]:
        table.add_row(step.name, f"{step.rows:,}", f"{step.seconds:.2f}", f"{step.cpu_seconds:.2f}")
    console.print(table)
    aside = f", {manifest.count_set_aside:,} rows set aside" if manifest.count_set_aside else ""
    console.print(
        f"{manifest.version}: {manifest.count_customers:,} customers as of {manifest.business_date}{aside}.",
        highlight=False,
    )
