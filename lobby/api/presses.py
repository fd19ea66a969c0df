"""Presses of what nobody was shown: a page's own front end sends the ids of buttons that it was sent.

Judged on one websocket: the first run on it draws the whole page, and what was drawn once and has vanished
since is known. For some seconds a browser may still show what another websocket drew, as after a lost
network: what is pressed then is let go by, and so is everything where too much was drawn to be remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

ID = re.compile(rb"\$\$ID-([0-9a-f]{32})-")
NAME = re.compile(r"\$\$ID-([0-9a-f]{32})-([a-z_]{0,40})")
Pressed = Callable[[bytes], Iterable[str]]
SETTLED_SECONDS = 30.0
MOST = 50_000


class Offered:
    """What was drawn on one websocket; `pressed` reads a message, `clock` counts seconds."""

    def __init__(self, pressed: Pressed, clock: Callable[[], float]) -> None:
        self.pressed = pressed
        self.clock = clock
        self.began: float | None = None
        self.marks: set[bytes] = set()

    def drew(self, sent: bytes) -> None:
        """Remember every id in what is sent to the browser."""
        found = ID.findall(sent)
        if found and self.began is None:
            self.began = self.clock()
        if len(self.marks) < MOST:
            self.marks.update(found)

    def forged(self, heard: bytes) -> Iterator[str]:
        """The names of buttons pressed in this message that were never drawn; each is told of once."""
        if self.began is None or self.clock() - self.began < SETTLED_SECONDS or len(self.marks) >= MOST:
            return
        for press in self.pressed(heard):
            found = NAME.match(press)
            mark = found[1].encode() if found else b""
            if mark not in self.marks:
                self.marks.add(mark)
                yield (found[2] if found else "") or "unnamed"
