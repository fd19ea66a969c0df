"""What the nightly build costs, how it grows, and two of its sums in pandas beside DuckDB."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from bench.measure import Cost, child_cost, table
from lobby.data.home import Home
from lobby.data.manifest import Manifest, read_manifest

AS_OF = "2026-11-20"
PANDAS_PART = "bench/pandas_part.py"


def feed_of(customers: int, per_customer: int, work: Path) -> Path:
    """A sample feed of `customers`, made once and kept in `work`."""
    feed = work / f"feed-{customers}"
    if not (feed / "feed.toml").exists():
        generator = [sys.executable, "sample_data/generate.py", "--customers", str(customers), "--seed", "7"]
        size = ["--transactions-per-customer", str(per_customer)]
        cost = child_cost([*generator, *size, "--as-of", AS_OF, "--out", str(feed)])
        print(f"made {customers:,} customers in {cost.wall_s:.0f} s, peak {cost.peak_mib:.0f} MiB")
    return feed


def build_cost(feed: Path, home: Path, memory: str) -> Cost:
    """One whole `lobby build` of `feed` into an own home."""
    lobby = str(Path(sys.executable).parent / "lobby")
    return child_cost(
        [lobby, "build", "--feed", str(feed), "--memory-limit", memory], {"LOBBY_HOME": str(home)}
    )


def run(sizes: list[int], per_customer: int, work: Path, memory: str = "4GB") -> None:
    """Builds each size; prints its cost, steps and growth between neighbours; pandas on the smallest."""
    rows, before, manifests = [], None, []
    for customers in sizes:
        feed = feed_of(customers, per_customer, work)
        cost = build_cost(feed, work / f"home-{customers}", memory)
        manifests.append(manifest_of(work / f"home-{customers}"))
        size = sum(file.size for file in manifests[-1].files.values()) / customers
        grown = "" if before is None else f"{growth(before, (customers, cost.cpu_s)):.2f}"
        rows.append(
            [
                *(f"{customers:,}", f"{cost.wall_s:.1f}", f"{cost.cpu_s:.1f}"),
                *(f"{cost.peak_mib:.0f}", f"{size:,.0f}", grown),
            ]
        )
        before = (customers, cost.cpu_s)
    header = ["customers", "wall s", "CPU s", "peak MiB", "bytes a customer", "growth exponent"]
    table("whole build", header, rows)
    show_steps(sizes, manifests)
    compare_with_pandas(feed_of(sizes[0], per_customer, work))


def manifest_of(home: Path) -> Manifest:
    """The manifest of what the build published."""
    place = Home(home)
    version = place.current_version()
    assert version is not None
    return read_manifest(place, version)


def show_steps(sizes: list[int], manifests: list[Manifest]) -> None:
    """Prints CPU seconds and share of each step that costs a hundredth of the last build or more."""
    spent = [manifest.cpu_seconds for manifest in manifests]
    sums = [sum(steps.values()) for steps in spent]
    costly = [name for name in spent[-1] if spent[-1][name] * 100 >= sums[-1]]
    rows = []
    for name in sorted(costly, key=lambda name: -spent[-1][name]):
        cells = [
            (f"{steps.get(name, 0.0):.1f}", f"{steps.get(name, 0.0) / total:.0%}")
            for steps, total in zip(spent, sums, strict=True)
        ]
        rows.append([name, *(cell for pair in cells for cell in pair)])
    header = [cell for size in sizes for cell in (f"{size:,}: CPU s", "share")]
    table("steps of the build", ["step", *header], rows)


def growth(small: tuple[int, float], large: tuple[int, float]) -> float:
    """The exponent b of CPU ~ customers^b between two builds."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def compare_with_pandas(feed: Path) -> None:
    """Spending by method and AUM by kind for everybody, each engine in a process of its own."""
    rows, costs = [], {}
    for engine in ("duckdb", "pandas"):
        costs[engine] = child_cost([sys.executable, PANDAS_PART, engine, str(feed), AS_OF])
        cost = costs[engine]
        rows.append([engine, f"{cost.wall_s:.2f}", f"{cost.cpu_s:.2f}", f"{cost.peak_mib:.0f}"])
    ratio = costs["pandas"].cpu_s / costs["duckdb"].cpu_s
    table("two sums over the same files", ["engine", "wall s", "CPU s", "peak MiB"], rows)
    print(f"  pandas uses {ratio:.1f} times the CPU of DuckDB, loading included")
