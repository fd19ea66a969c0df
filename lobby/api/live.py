"""The server's side of the live link: a heartbeat with the boot id, "something changed", and "it was seen".

A topic `<name>:<branch>` is told to the screens of that branch only.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

BEAT_SECONDS = 4.0
LOOK_SECONDS = 1.0
SEEN_BYTES = 200


@dataclass
class Pulse:
    """What every open live link is told: one watcher looks for all of them, `look` giving topic → token.

    `seen` hears which token of which topic a screen has drawn.
    """

    look: Callable[[], Mapping[str, str]]
    seen: Callable[[str, str], object] = lambda topic, token: None
    boot: str = field(default_factory=lambda: secrets.token_hex(8))
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    tokens: Mapping[str, str] = field(default_factory=dict)
    look_seconds: float = LOOK_SECONDS
    beat_seconds: float = BEAT_SECONDS

    async def watch(self) -> None:
        """Look for other tokens, at once when woken, until cancelled."""
        self.tokens = await asyncio.to_thread(self.look)
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.asked.wait(), self.look_seconds)
            self.asked.clear()
            found = await asyncio.to_thread(self.look)
            if found != self.tokens:
                self.tokens = found
                async with self.changed:
                    self.changed.notify_all()

    def wake(self) -> None:
        """Something was written by this server: look now."""
        self.asked.set()

    async def events(self, branch_id: str = "") -> AsyncIterator[str]:
        """Server-sent events: `beat` with the boot id; `now` with a topic and its token, at first each.

        It beats however much else there is to tell: a screen that hears no beat takes the server for lost.
        """
        known: Mapping[str, str] = {}
        clock = asyncio.get_running_loop().time
        beat, beaten_at = f"event: beat\ndata: {self.boot}\n\n", clock()
        yield f"retry: 1500\n{beat}"
        while True:
            news, known = self.tokens.items() - known.items(), self.tokens
            for topic, token in sorted(news):
                if ":" in topic and topic.partition(":")[2] != branch_id:
                    continue
                yield f"event: now\ndata: {topic} {token}\n\n"
            with suppress(TimeoutError):
                await asyncio.wait_for(self.other_than(known), beaten_at + self.beat_seconds - clock())
            if clock() >= beaten_at + self.beat_seconds:
                beaten_at = clock()
                yield beat

    async def other_than(self, known: Mapping[str, str]) -> None:
        """Until there are other tokens, also where they came while these were being told."""
        async with self.changed:
            await self.changed.wait_for(lambda: self.tokens is not known)

    async def answer(self, request: Request) -> StreamingResponse:
        """The route `/live`."""
        headers = {"x-accel-buffering": "no"}
        told = self.events(request.query_params.get("branch", ""))
        return StreamingResponse(told, media_type="text/event-stream", headers=headers)

    async def acknowledge(self, request: Request) -> Response:
        """The route `/live/seen`: a screen says `<topic> <token>` once it has drawn that."""
        said = b""
        async for part in request.stream():
            said += part
            if len(said) > SEEN_BYTES:
                return Response(status_code=413)
        topic, _, token = said.decode(errors="replace").partition(" ")
        self.seen(topic, token)
        return Response(status_code=204)
