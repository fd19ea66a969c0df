"""Every table of the desk store, whichever module declares it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from sqlalchemy import Table

from lobby.data.desk_schema import metadata


def every_table() -> list[Table]:
    """All tables, each after those that it refers to."""
    for path in sorted(Path(__file__).parent.glob("desk_schema*.py")):
        import_module(f"{__package__}.{path.stem}")
    return metadata.sorted_tables
