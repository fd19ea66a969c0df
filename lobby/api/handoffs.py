"""`GET /api/handoffs`: what became of what a channel handed over, told back to it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lobby.api.arrivals import NOT_NOW, STATUS, said
from lobby.api.messages import Refusal
from lobby.api.signing import Gate
from lobby.domain.errors import LobbyError, MessageRefused
from lobby.services import logs, receiving
from lobby.services.handoffs import Handoff, handoffs_for
from lobby.services.machine_keys import machine_keys
from lobby.services.sources import Sources

log = logging.getLogger("lobby.api")


@dataclass(frozen=True)
class Handoffs:
    """The route of the channels whose keys the settings name, signed like every message of a machine."""

    sources: Sources

    @property
    def routes(self) -> list[Route]:
        """What stands beside Streamlit."""
        return [Route("/api/handoffs", self.answer, methods=["GET"])]

    async def answer(self, request: Request) -> JSONResponse:
        """The hand-offs of the key's branches, or why not."""
        gate = Gate(
            keys=lambda: machine_keys(self.sources),
            clock=self.sources.clock,
            window_seconds=self.sources.catalog.policy.api_window_seconds,
            use_nonce=lambda key, nonce: receiving.take_nonce(self.sources, key, nonce),
        )

        def ask(body: bytes) -> tuple[Handoff, ...]:
            key = gate.key_of(request, body)
            return handoffs_for(self.sources, key, self.sources.bank_time(self.sources.clock()))

        try:
            found = await run_in_threadpool(ask, await gate.body_of(request))
        except MessageRefused as told:
            return said(Refusal(code=told.code, message=told.message, hint=told.hint), STATUS[told.code])
        except LobbyError as fault:
            logs.fault(log, fault, "handoffs_not_told", code=fault.code, path=request.url.path)
            return said(NOT_NOW, 503)
        return JSONResponse({"handoffs": [one.told() for one in found]})
