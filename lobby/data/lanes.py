"""Engines of their own for questions over very many customers, so that no look-up waits for their memory.

DuckDB limits the memory of an engine, not of a question: beside one that takes all of it, the smallest
look-up would fail too.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from lobby.domain.errors import QueryError

COUNT = 2
SERVED = "served"  # what the portrait's file is called in a lane
TURN_TO = "use served"


class Lanes:
    """The engines of one version, each opened when it is first needed; it answers one question at a time."""

    def __init__(self, open_one: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        self._open_one = open_one
        self._free: queue.LifoQueue[duckdb.DuckDBPyConnection | None] = queue.LifoQueue()
        for _ in range(COUNT):
            self._free.put(None)

    @contextmanager
    def cursor(self, seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of a free engine, as soon as there is one; QueryError where there is none in so long."""
        try:
            engine = self._free.get(timeout=seconds)
        except queue.Empty:
            raise QueryError(
                "query_queue_full",
                f"{COUNT} questions over very many customers took longer than {seconds:g} seconds.",
                "Ask again in a moment.",
            ) from None
        try:
            engine = engine or self._open_one()
            with engine.cursor() as cursor:
                cursor.execute(TURN_TO)
                yield cursor
        finally:
            self._free.put(engine)
