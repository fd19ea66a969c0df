"""What a page says of its own session: somebody touched the screen, somebody has signed in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lobby.api.cookies import cookie_given
from lobby.services import sessions
from lobby.services.sources import Sources


@dataclass(frozen=True)
class SessionRoutes:
    """`header` is where the gate names the session."""

    sources: Sources
    header: str

    @property
    def routes(self) -> Sequence[Route]:
        return (
            Route("/session/touch", self.touch, methods=["POST"]),
            Route("/session/renew", self.renew, methods=["POST"]),
        )

    async def touch(self, request: Request) -> Response:
        """Somebody is there: the session goes on."""
        await asyncio.to_thread(sessions.touch, self.sources, request.headers[self.header])
        return Response(status_code=204)

    async def renew(self, request: Request) -> Response:
        """Somebody has signed in: the browser gets another cookie, and the one before opens nothing."""
        token = await asyncio.to_thread(sessions.renew, self.sources, request.headers[self.header])
        answer = Response(status_code=204 if token else 401)
        if token:
            answer.headers["set-cookie"] = cookie_given(token, request.scope)
        return answer
