"""Command lines, each run by a process of its own in which nothing but `lobby.cli` was imported before.

What such a process reads of the stores is what the command itself permits; no permit of the tests is there.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lobby.cli import main

SECONDS = 60


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it said on stdout and stderr."""

    code: int | None
    told: str
    said: str


def run(folder: Path, settings: Mapping[str, str], *arguments: str) -> Ended:
    """Run `lobby` with these arguments and settings; what it says goes through two files in `folder`."""
    fresh = multiprocessing.get_context("forkserver")
    fresh.set_forkserver_preload(["lobby.cli"])
    out, err = folder / "stdout", folder / "stderr"
    process = fresh.Process(target=command, args=(dict(settings), arguments, out, err))
    process.start()
    process.join(SECONDS)
    process.kill()
    process.join()
    return Ended(process.exitcode, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def command(settings: Mapping[str, str], arguments: tuple[str, ...], out: Path, err: Path) -> None:
    """What the new process does: take the place of `lobby`, and never come back."""
    os.environ.update(settings)
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    sys.argv = ["lobby", *arguments]
    main()
