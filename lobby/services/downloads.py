"""Files of many customers that wait to leave: released by a second person, then for one browser, once.

Kept in memory alone, for minutes: what is not released or fetched by then is forgotten.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

TOKEN_BYTES = 24


@dataclass(frozen=True)
class File:
    """A file made for one browser; `until` is aware. Who made it, for which branch, of how many rows.

    `sha256` is that of its content, which is what the second person releases; `released_by` None: nobody did.
    """

    name: str
    content: bytes = field(repr=False)
    device: str
    until: datetime
    made_by: str
    branch_id: str | None
    rows: int
    sha256: str
    released_by: str | None = None


@dataclass
class Downloads:
    """What waits in this process, by a token that nobody can guess."""

    files: dict[str, File] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, file: File, at: datetime) -> str:
        """Keep it and give the token with which it is fetched; what is past its time is forgotten."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self.lock:
            self.files = {name: one for name, one in self.files.items() if one.until > at}
            self.files[token] = file
        return token

    def unreleased(self, at: datetime) -> dict[str, File]:
        """What waits for a second person, by its token."""
        with self.lock:
            return {
                name: one for name, one in self.files.items() if one.until > at and one.released_by is None
            }

    def release(self, token: str, staff_id: str, until: datetime) -> None:
        """Let the maker's browser fetch it, until then."""
        with self.lock:
            found = self.files.get(token)
            if found is not None:
                self.files[token] = replace(found, released_by=staff_id, until=until)

    def fetch(self, token: str, device: str | None, at: datetime) -> File | None:
        """The file, once; None unreleased, for another browser, for who comes too late or a second time."""
        with self.lock:
            found = self.files.get(token)
            if found is None or found.device != device or found.released_by is None:
                return None
            del self.files[token]
        return found if found.until > at else None


@cache
def downloads() -> Downloads:
    """Those of this process."""
    return Downloads()
