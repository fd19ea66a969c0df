"""What is asked for the rows behind a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """The query that finds a figure's rows, and its parameters; `names_bank`: the feed's bank is one too.

    `source` is the feed's table that the rows stand in, None where it depends on the figure.
    """

    query: str
    values: Mapping[str, object]
    names_bank: bool = False
    source: str | None = "transaction"
