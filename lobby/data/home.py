"""Where everything lies under LOBBY_HOME, and the files that are written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Home:
    """The folder of all state; paths only, nothing is created by asking."""

    path: Path

    @property
    def portraits(self) -> Path:
        return self.path / "portraits"

    @property
    def history(self) -> Path:
        return self.path / "history"

    @property
    def tmp(self) -> Path:
        return self.path / "tmp"

    @property
    def current(self) -> Path:
        """The pointer to the served version, written last and atomically."""
        return self.path / "current.json"

    @property
    def last_build(self) -> Path:
        """What the last build came to, also when it was stopped."""
        return self.path / "last_build.json"

    @property
    def lock(self) -> Path:
        return self.path / "build.lock"

    @property
    def signing_key(self) -> Path:
        """The key that manifests are signed with."""
        return self.path / "signing_key"

    def portrait(self, version: str) -> Path:
        return self.portraits / f"portrait-{version}.duckdb"

    def rows(self, version: str) -> Path:
        return self.portraits / f"rows-{version}.duckdb"

    def manifest(self, version: str) -> Path:
        return self.portraits / f"manifest-{version}.json"

    def current_version(self) -> str | None:
        """The version the pointer names, None before the first build or when the pointer cannot be read."""
        try:
            return str(json.loads(self.current.read_text(encoding="utf-8"))["version"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def versions(self) -> tuple[str, ...]:
        """Versions with a manifest, newest first."""
        found = [path.stem.removeprefix("manifest-") for path in self.portraits.glob("manifest-*.json")]
        return tuple(sorted(found, key=version_order, reverse=True))


def version_order(version: str) -> tuple[str, int]:
    """`20261120-2` stands after `20261120-1` and before `20261120-10`."""
    day, _, number = version.partition("-")
    return day, int(number) if number.isdigit() else 0


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON file so that a reader sees the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1, default=str)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def move(source: Path, target: Path) -> None:
    """Give a finished file its final name, on disk for good, readable by its owner only."""
    source.chmod(0o600)
    with source.open("rb") as file:
        os.fsync(file.fileno())
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
