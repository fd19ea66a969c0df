"""The content of files that wait to leave: in LOBBY_HOME, for its owner alone, gone once it was fetched."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from lobby.data.table_file import write_file

FOLDER = "exports"


def keep(home: Path, export_id: str, content: bytes) -> None:
    """Write it, on the disk for good."""
    (home / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    write_file(home / FOLDER / export_id, content)


def read(home: Path, export_id: str) -> bytes | None:
    """The content, None where it is not kept any more."""
    try:
        return (home / FOLDER / export_id).read_bytes()
    except FileNotFoundError:
        return None


def forget(home: Path, but: Collection[str]) -> None:
    """Delete every content but of these."""
    for file in (home / FOLDER).glob("*"):
        if file.name not in but:
            file.unlink(missing_ok=True)
