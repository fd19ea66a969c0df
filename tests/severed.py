"""A way to PostgreSQL that is cut when it is told to: before a commit arrives there, or before its answer."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Cut = Literal["commit", "answer"]
SOCKET = ".s.PGSQL.5432"
END = b"COMMIT\0"
AT_ONCE = 65536


@dataclass
class Way:
    """What lies between Lobby and the database; the next commit, or the answer to it, is `lost`."""

    server: Path
    folder: Path
    lost: Cut | None = None
    cuts: int = 0

    def carry(self, client: socket.socket) -> None:
        """Take to and fro what both say, until one hangs up or the way is cut."""
        with socket.socket(socket.AF_UNIX) as server, client, suppress(OSError):
            server.connect(str(self.server / SOCKET))
            while True:
                for speaker in select.select([client, server], [], [])[0]:
                    told = speaker.recv(AT_ONCE)
                    if not told or (speaker is client and END in told and self.loses(told, server)):
                        return
                    (server if speaker is client else client).sendall(told)

    def loses(self, told: bytes, server: socket.socket) -> bool:
        """Is the way cut at this commit?"""
        lost, self.lost = self.lost, None
        if lost is None:
            return False
        if lost == "answer":
            server.sendall(told)
            while (answered := server.recv(AT_ONCE)) and END not in answered:
                pass
        self.cuts += 1
        return True


@contextmanager
def severed(server: Path, folder: Path) -> Iterator[Way]:
    """A way to the database server whose socket is in `server`, to be entered by a socket in `folder`."""
    way = Way(server, folder)
    with closing(socket.socket(socket.AF_UNIX)) as door:
        door.bind(str(folder / SOCKET))
        door.listen()

        def admit() -> None:
            with suppress(OSError):
                while True:
                    client, _ = door.accept()
                    threading.Thread(target=way.carry, args=(client,), daemon=True).start()

        threading.Thread(target=admit, daemon=True).start()
        yield way
        door.shutdown(socket.SHUT_RDWR)
