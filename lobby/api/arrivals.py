"""`POST /api/arrivals` and `POST /api/queue`: machines say who came and how the queue went on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lobby.api import openapi
from lobby.api.messages import ArrivalMessage, Message, QueueMessage, Refusal, Taken, read
from lobby.api.signing import Gate
from lobby.domain.errors import LobbyError, MessageRefused
from lobby.domain.signing import ApiKey
from lobby.services import logs, receiving
from lobby.services.machine_keys import machine_keys
from lobby.services.sources import Sources

log = logging.getLogger("lobby.api")

STATUS: Mapping[str, int] = {
    "no_json": 400,
    **dict.fromkeys(("unknown_key", "bad_headers", "late", "bad_signature", "replayed"), 401),
    **dict.fromkeys(("source_not_allowed", "branch_not_allowed", "face_off"), 403),
    "unknown_ticket": 404,
    **dict.fromkeys(("key_reused", "already_over"), 409),
    "too_large": 413,
    **dict.fromkeys(("bad_fields", "unknown_branch", "wrong_time"), 422),
}
NOT_NOW = Refusal(code="not_now", message="It was not written down.", hint="Send it again, signed anew.")
Take = Callable[[ApiKey, bytes], str]


@dataclass(frozen=True)
class Machines:
    """The routes of the machines whose keys the settings name; `wake` is called once a message is kept."""

    sources: Sources
    wake: Callable[[], None]

    @property
    def routes(self) -> list[Route]:
        """What stands beside Streamlit; keys that are malformed from the start stop it."""
        machine_keys(self.sources)
        described = openapi.document()

        async def describe(request: Request) -> JSONResponse:
            return JSONResponse(described)

        return [
            Route("/api/openapi.json", describe),
            Route("/api/arrivals", self.route(self.take_arrival), methods=["POST"]),
            Route("/api/queue", self.route(self.take_queue), methods=["POST"]),
        ]

    def take_arrival(self, key: ApiKey, body: bytes) -> str:
        message = read(ArrivalMessage, body)
        receiving.somebody_came(self.sources, key, message.came())
        return message.arrival_id

    def take_queue(self, key: ApiKey, body: bytes) -> str:
        message = read(QueueMessage, body)
        receiving.queue_moved(self.sources, key, message.moved())
        return message.message_id

    def route(self, take: Take) -> Callable[..., object]:
        """A route that takes signed messages with `take`."""
        gate = Gate(
            keys=lambda: machine_keys(self.sources),
            clock=self.sources.clock,
            window_seconds=self.sources.catalog.policy.api_window_seconds,
            use_nonce=lambda key, nonce: receiving.take_nonce(self.sources, key, nonce),
        )

        def admit(request: Request, body: bytes) -> str:
            return take(gate.key_of(request, body), body)

        async def answer(request: Request) -> JSONResponse:
            try:
                taken = await run_in_threadpool(admit, request, await gate.body_of(request))
            except MessageRefused as told:
                refusal = Refusal(code=told.code, message=told.message, hint=told.hint)
                return said(refusal, STATUS[told.code])
            except LobbyError as fault:
                logs.fault(log, fault, "message_not_kept", code=fault.code, path=request.url.path)
                return said(NOT_NOW, 503)
            self.wake()
            return said(Taken(id=taken), 202)

        return answer


def said(what: Message, status: int) -> JSONResponse:
    return JSONResponse(what.model_dump(), status_code=status)
