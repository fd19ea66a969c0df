"""What is planted in every text of a feed and typed into every field, as `payloads.tsv` lists it."""

from __future__ import annotations

import csv
import re
import shutil
from itertools import cycle
from pathlib import Path

from lobby.data.feed.contract import BY_NAME

FILE = Path(__file__).with_suffix(".tsv")
TINY = Path(__file__).parent / "data" / "tiny"
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def payloads() -> tuple[str, ...]:
    """Every text of the list, what cannot be written in a file as its own sign."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    texts = (line.partition("\t")[2] for line in lines)
    return tuple(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) for text in texts)


def planted(folder: Path) -> Path:
    """The tiny feed with a payload in each value that a person wrote, behind the name where it is one."""
    shutil.copytree(TINY, folder)
    texts = cycle(payloads())
    for path in sorted(folder.glob("*.csv")):
        columns = {one.name for one in BY_NAME[path.stem].columns if one.is_free_text}
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        names = list(rows[0]) if rows else []
        for row in rows:
            texted = [name for name in names if name in columns - KEPT and row[name]]
            row.update({name: f"{row[name] if name == 'name' else ''}{next(texts)}" for name in texted})
        if rows:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, names)
                writer.writeheader()
                writer.writerows(rows)
    return folder


KEPT = frozenset({"kind", "login", "language"})  # words that rules and sign-in go by
