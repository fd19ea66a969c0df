"""Files that wait to be fetched: each for one browser, once, and for minutes only; kept in memory alone."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

TOKEN_BYTES = 24


@dataclass(frozen=True)
class File:
    """A file made for one browser; `until` is aware."""

    name: str
    content: bytes
    device: str
    until: datetime


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

    def fetch(self, token: str, device: str | None, at: datetime) -> File | None:
        """The file, once; None for another browser, for who comes too late or a second time."""
        with self.lock:
            found = self.files.get(token)
            if found is None or found.device != device:
                return None
            del self.files[token]
        return found if found.until > at else None


@cache
def downloads() -> Downloads:
    """Those of this process."""
    return Downloads()
