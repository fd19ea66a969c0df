"""Timing: percentiles, ratios of sides measured in one run, and what a child process cost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Cost:
    """What one child process used: wall and CPU seconds, peak resident memory in MiB."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def child_cost(arguments: Sequence[str], env: dict[str, str] | None = None) -> Cost:
    """Runs `arguments` and returns its cost, its children's CPU included; raises when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        arguments, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if code != 0:
        raise RuntimeError(f"{' '.join(arguments)} ended with {code}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def paired_ms(
    sides: Sequence[Callable[[int], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> list[list[float]]:
    """Milliseconds of each side by `clock`, taking turns in every round so that noise falls on all alike."""
    times: list[list[float]] = [[] for _ in sides]
    for turn in range(rounds):
        for place, side in enumerate(sides):
            started = clock()
            side(turn)
            times[place].append((clock() - started) * 1000)
    return times


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints `rows` under `header`, aligned, to stdout at once."""
    cells = [list(map(str, row)) for row in (header, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    print(f"\n{title}")
    for row in cells:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    sys.stdout.flush()
