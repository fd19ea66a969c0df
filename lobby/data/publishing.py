"""Publishing a build: new names first, the pointer last; a killed build leaves nothing that is served."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from lobby.data.home import Home, move, version_order, write_json
from lobby.data.manifest import FileMark, Manifest, mark, write_manifest
from lobby.domain.errors import BuildError

KEPT_PORTRAITS = 7
KEPT_ROWS = 2


@contextmanager
def build_lock(home: Home) -> Iterator[None]:
    """Hold the one build of this home; BuildError names the process that holds it already."""
    home.path.mkdir(parents=True, exist_ok=True)
    with home.lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            file.seek(0)
            holder = file.read().strip() or "?"
            raise BuildError(
                "build_running",
                f"Another build is running (process {holder}).",
                "Wait until it ends; only one build runs at a time.",
                pid=holder,
            ) from busy
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def clean(home: Home) -> None:
    """Remove what a killed build left: its folder, and files of a version that has no manifest."""
    shutil.rmtree(home.tmp, ignore_errors=True)
    known = set(home.versions())
    for path in home.portraits.glob("*-*"):
        version = path.stem.partition("-")[2]
        if not path.stem.startswith("manifest") and version not in known:
            path.unlink()
    for path in home.path.glob(".*.json.*"):
        path.unlink()


def next_version(home: Home, day: str) -> str:
    """`20261120-1`, or the next number when that day was built before."""
    numbers = [version_order(version)[1] for version in home.versions() if version.startswith(f"{day}-")]
    return f"{day}-{max(numbers, default=0) + 1}"


def publish(home: Home, manifest: Manifest, files: dict[str, Path]) -> Manifest:
    """Give the finished files their names, then the manifest, then the pointer; then drop what is too old."""
    targets = {"portrait": home.portrait(manifest.version), "rows": home.rows(manifest.version)}
    marks: dict[str, FileMark] = {}
    for name, path in files.items():
        marks[name] = mark(path)
        move(path, targets[name])
    finished = replace(manifest, files=marks)
    write_manifest(home, finished)
    write_json(home.current, {"version": manifest.version})
    prune(home)
    return finished


def prune(home: Home) -> None:
    """Keep the newest portraits and fewer rows files; a reader that holds an old one keeps reading it."""
    served = home.current_version()
    for place, version in enumerate(home.versions()):
        if version == served:
            continue
        if place >= KEPT_ROWS:
            home.rows(version).unlink(missing_ok=True)
        if place >= KEPT_PORTRAITS:
            home.portrait(version).unlink(missing_ok=True)
            home.manifest(version).unlink(missing_ok=True)
