"""Tells what pip-audit found: `python -m tests.house.vulnerabilities REPORT...`, one for each database.

Ends with 1 where a package has a known hole. One that no database answered for was not audited, and is named.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def verdict(reports: Iterable[str]) -> tuple[int, str]:
    """The exit code and what to say; a report that is empty reached no database."""
    asked, answered, holes = set(), set(), set()
    for report in reports:
        told: dict[str, Any] = json.loads(report or "{}")
        for one in told.get("dependencies", []):
            asked.add(one["name"])
            if "vulns" in one:
                answered.add(one["name"])
                holes |= {f"{one['name']} {one['version']}: {hole['id']}" for hole in one["vulns"]}
    if holes:
        return 1, "\n".join(["Known vulnerabilities:", *sorted(holes)])
    if not answered:
        return 0, "No database of vulnerabilities answered: NOTHING WAS AUDITED."
    left = ", ".join(sorted(asked - answered))
    return 0, f"{len(answered)} packages, no known vulnerability." + (
        f" Not audited: {left}." if left else ""
    )


def main(paths: list[str]) -> int:
    """Print what the reports say."""
    texts = [path.read_text(encoding="utf-8") if path.exists() else "" for path in map(Path, paths)]
    code, said = verdict(texts)
    print(said)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
