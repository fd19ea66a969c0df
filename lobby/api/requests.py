"""What every request may come to: a fault is answered with its code alone, and what was refused is logged."""

from __future__ import annotations

import logging

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lobby.api.guard import HEADERS
from lobby.services import logs

log = logging.getLogger("lobby.api")

REFUSED = (400, 403, 413, 429)
FIXED = ("/", "/healthz", "/readyz", "/metrics", "/live", "/live/seen")
FOLDERS = ("api", "auth", "export", "media", "session", "static", "component", "_stcore")


class Requests:
    """ASGI middleware before all others; in the log a request is the kind of its path and nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; one that raises before it is answered gets a code to report."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def send_told(message: Message) -> None:
            nonlocal has_begun
            status = status_of(message, has_begun=has_begun)
            has_begun = True
            if status in REFUSED or status >= 500:
                log.warning("request_refused", extra={"status": status, "path": kind_of(scope["path"])})
            await send(message)

        try:
            await self.app(scope, receive, send_told)
        except Exception as error:  # noqa: BLE001 the last catch of a request: a code for the sender, the place for the log
            code = logs.fault(log, error, "request_failed", path=kind_of(scope["path"]))
            if scope["type"] == "http" and not has_begun:
                headers = {**HEADERS, "cache-control": "no-store"}
                await PlainTextResponse(code, status_code=500, headers=headers)(scope, receive, send)


def status_of(message: Message, *, has_begun: bool) -> int:
    """The status that a message answers with, 0 for any other; a WebSocket closed unopened is forbidden."""
    if message["type"] == "http.response.start":
        return int(message["status"])
    return 403 if message["type"] == "websocket.close" and not has_begun else 0


def kind_of(path: str) -> str:
    """A path without what stands for a customer, a file or a session in it."""
    if path in FIXED:
        return path
    folder = path.split("/")[1] if path.startswith("/") else ""
    return f"/{folder}/*" if folder in FOLDERS else "/*"
