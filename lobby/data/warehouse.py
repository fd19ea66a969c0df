"""Reading the served portrait: one cursor per call, none longer than allowed, heavy ones in engines apart."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from lobby.data import permits, queries
from lobby.data.home import Home
from lobby.data.manifest import Manifest
from lobby.data.portrait_files import Snapshot, open_version, pointer_mark, verify
from lobby.domain.errors import BuildError, QueryError

if TYPE_CHECKING:
    import pandas as pd

WAIT = 2  # times as long as an answer may take


class Warehouse:
    """The served portrait of a home, read-only; a newly published version is taken up within a second.

    A version that is not whole is not taken up: the last good one keeps serving and `problem` says why.
    With `is_verified` every byte of its files is first compared with what was published. Calls may come
    from any thread.
    """

    def __init__(
        self,
        home: Path,
        *,
        memory: str = "1GB",
        threads: int = 2,
        seconds: float = 3.0,
        look_seconds: float = 0.3,
        is_verified: bool = True,
    ) -> None:
        self._home = Home(home)
        self._look_seconds = look_seconds
        self._is_verified = is_verified
        self._config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "threads": threads,
        }
        self._watchdog = Watchdog(seconds)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._pointer: tuple[int, int] | None = None
        self._looked_at = float("-inf")
        self.problem: BuildError | None = None

    def close(self) -> None:
        """Let go of the open version and of the watching thread, when a process ends its work."""
        self._watchdog.stop()
        self._snapshot = self._pointer = None
        self._looked_at = float("-inf")

    @property
    def manifest(self) -> Manifest:
        """What the served version was made of; BuildError `no_portrait` before the first build."""
        return self._current().manifest

    @property
    def fingerprint(self) -> str:
        """Names the served version and its content, for cache keys."""
        return self.manifest.fingerprint

    @property
    def version(self) -> str | None:
        """The served version, None before the first build."""
        self._look()
        return None if self._snapshot is None else self._snapshot.manifest.version

    def rows(self, query_name: str, **params: object) -> list[dict[str, Any]]:
        """All rows of `queries/reads/<query_name>.sql` as dictionaries, in the query's order."""
        with self._asked(query_name, params) as cursor:
            columns = [column[0] for column in cursor.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def judged(self, query: queries.Query, **params: object) -> list[dict[str, Any]]:
        """All rows of a query around conditions of the catalogue, compiled by this program."""
        with self._run(query, params) as cursor:
            columns = [column[0] for column in cursor.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def one(self, query_name: str, **params: object) -> dict[str, Any] | None:
        """The first row, None when there is none."""
        rows = self.rows(query_name, **params)
        return rows[0] if rows else None

    def frame(self, query_name: str, **params: object) -> pd.DataFrame:
        """The rows as a table for showing: money is float there and dates are timestamps."""
        with self._asked(query_name, params) as cursor:
            return cursor.df()

    def _asked(
        self, query_name: str, params: dict[str, object]
    ) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        return self._run(queries.load(f"reads/{query_name}"), params)

    @contextmanager
    def _run(self, query: queries.Query, params: dict[str, object]) -> Iterator[duckdb.DuckDBPyConnection]:
        query_name = query.name.removeprefix("reads/")
        permits.require_for(query_name, query.about, params)
        unknown = sorted(set(params) - set(query.params))
        if unknown:
            raise QueryError(
                "query_parameter", f"{query_name} has no parameter {unknown[0]}.", param=unknown[0]
            )
        snapshot = self._current()
        try:
            with self._cursor(snapshot, query) as cursor, self._watchdog.watch(cursor):
                cursor.execute(snapshot.statement(query), query.pick(params))
                yield cursor
        except duckdb.InterruptException as slow:
            raise QueryError(
                "query_too_slow",
                f"{query_name} took longer than {self._watchdog.seconds:g} seconds and was stopped.",
                "Ask for less at once.",
                query=query_name,
            ) from slow
        except duckdb.OutOfMemoryException as hungry:
            raise QueryError(
                "query_too_large",
                f"{query_name} needs more memory than one question may take.",
                "Ask for less at once, or set LOBBY_READ_MEMORY higher.",
                query=query_name,
            ) from hungry
        except duckdb.Error as fault:
            raise QueryError(
                "query_failed",
                f"{query_name} failed on {snapshot.manifest.version} ({type(fault).__name__}).",
                "Look at the data page; run lobby build again.",
                query=query_name,
            ) from fault

    @contextmanager
    def _cursor(self, snapshot: Snapshot, query: queries.Query) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of the engine of all look-ups or, for a heavy question, of one that is free by then."""
        if query.is_heavy:
            with snapshot.lanes.cursor(WAIT * self._watchdog.seconds) as cursor:
                yield cursor
        else:
            with snapshot.connection.cursor() as cursor:
                yield cursor

    def _current(self) -> Snapshot:
        self._look()
        snapshot = self._snapshot
        if snapshot is None:
            raise self.problem or BuildError(
                "no_portrait", "No portrait has been built yet.", "Run `lobby build --feed DIR` first."
            )
        return snapshot

    def _look(self) -> None:
        """Take up what the pointer names, at most a few times a second and by one thread at a time."""
        if time.monotonic() - self._looked_at < self._look_seconds:
            return
        if not self._lock.acquire(blocking=self._snapshot is None):
            return
        try:
            pointer = pointer_mark(self._home)
            if pointer is not None and pointer != self._pointer:
                self._take_up()
                self._pointer = pointer
            self._looked_at = time.monotonic()
        finally:
            self._lock.release()

    def _take_up(self) -> None:
        """Open the named version; when it is not whole, stay on the served one or take the newest whole."""
        named = self._home.current_version()
        others = [version for version in self._home.versions() if version != named]
        self.problem = None
        for version in [*([named] if named else []), *([] if self._snapshot else others)]:
            try:
                if self._is_verified:
                    verify(self._home, version)
                self._snapshot = open_version(self._home, version, self._config)
                return
            except BuildError as fault:
                self.problem = self.problem or fault


class Watchdog:
    """Interrupts the calls that take too long; one thread watches them all."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._running: dict[int, tuple[float, duckdb.DuckDBPyConnection]] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def watch(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Interrupt `cursor` when the block takes longer than `seconds`."""
        with self._lock:
            self._running[id(cursor)] = (time.monotonic() + self.seconds, cursor)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch_all, daemon=True, name="watchdog")
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                del self._running[id(cursor)]

    def stop(self) -> None:
        """End the watching thread; the next call starts another."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._wake.set()
            thread.join()
            self._wake.clear()

    def _watch_all(self) -> None:
        while not self._wake.wait(min(0.1, self.seconds / 4)):
            self._interrupt_late()

    def _interrupt_late(self) -> None:
        with self._lock:
            for deadline, cursor in self._running.values():
                if time.monotonic() > deadline:
                    cursor.interrupt()
