"""The server's side of the live link: a heartbeat with the boot id, and "the portrait changed"."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import StreamingResponse

BEAT_SECONDS = 4.0
LOOK_SECONDS = 1.0


@dataclass
class Pulse:
    """What every open live link is told: one watcher looks at the portrait for all of them."""

    portrait: Callable[[], str | None]
    boot: str = field(default_factory=lambda: secrets.token_hex(8))
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    version: str | None = None
    look_seconds: float = LOOK_SECONDS

    async def watch(self) -> None:
        """Look for a newly published portrait until cancelled."""
        self.version = await asyncio.to_thread(self.portrait)
        while True:
            await asyncio.sleep(self.look_seconds)
            version = await asyncio.to_thread(self.portrait)
            if version != self.version:
                self.version = version
                async with self.changed:
                    self.changed.notify_all()

    async def events(self) -> AsyncIterator[str]:
        """Server-sent events: `beat` with the boot id, `portrait` with the version that is now served."""
        yield f"retry: 1500\nevent: beat\ndata: {self.boot}\n\n"
        while True:
            known = self.version
            async with self.changed:
                try:
                    await asyncio.wait_for(self.changed.wait(), BEAT_SECONDS)
                except TimeoutError:
                    yield f"event: beat\ndata: {self.boot}\n\n"
                    continue
            if self.version != known:
                yield f"event: portrait\ndata: {self.version}\n\n"

    async def answer(self, request: Request) -> StreamingResponse:
        """The route `/live`."""
        headers = {"x-accel-buffering": "no"}
        return StreamingResponse(self.events(), media_type="text/event-stream", headers=headers)
