"""The server's side of the live link: a heartbeat with the boot id, and "something changed"."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import StreamingResponse

BEAT_SECONDS = 4.0
LOOK_SECONDS = 1.0


@dataclass
class Pulse:
    """What every open live link is told: one watcher looks for all of them, `look` giving topic → token."""

    look: Callable[[], Mapping[str, str]]
    boot: str = field(default_factory=lambda: secrets.token_hex(8))
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    tokens: Mapping[str, str] = field(default_factory=dict)
    look_seconds: float = LOOK_SECONDS

    async def watch(self) -> None:
        """Look for other tokens until cancelled."""
        self.tokens = await asyncio.to_thread(self.look)
        while True:
            await asyncio.sleep(self.look_seconds)
            found = await asyncio.to_thread(self.look)
            if found != self.tokens:
                self.tokens = found
                async with self.changed:
                    self.changed.notify_all()

    async def events(self) -> AsyncIterator[str]:
        """Server-sent events: `beat` with the boot id; `now` with a topic and its token, at first each."""
        known: Mapping[str, str] = {}
        yield f"retry: 1500\nevent: beat\ndata: {self.boot}\n\n"
        while True:
            news, known = self.tokens.items() - known.items(), self.tokens
            for topic, token in sorted(news):
                yield f"event: now\ndata: {topic} {token}\n\n"
            async with self.changed:
                try:
                    await asyncio.wait_for(self.changed.wait(), BEAT_SECONDS)
                except TimeoutError:
                    yield f"event: beat\ndata: {self.boot}\n\n"

    async def answer(self, request: Request) -> StreamingResponse:
        """The route `/live`."""
        headers = {"x-accel-buffering": "no"}
        return StreamingResponse(self.events(), media_type="text/event-stream", headers=headers)
