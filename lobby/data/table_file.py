"""A table as a CSV file that only its owner reads, whole or not there at all."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from lobby.data.home import move

WRITING = ".part"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_table(file: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write the rows under their columns; what stood there before is replaced at the end."""
    write_file(file, as_csv(columns, rows).encode())


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The rows under their columns as the text of a CSV file."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return written.getvalue()


def write_file(file: Path, content: bytes) -> None:
    """Write a file that only its owner reads; what stood there before is replaced at the end."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + WRITING)
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
    move(beside, file)


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
