"""Which browser is it? A cookie of its own, which no page can read, names it to the pages as a header."""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lobby.api.cookies import cookies_in

COOKIE = "lobby_device"
FORM = re.compile(r"[A-Za-z0-9_-]{12}")
RANDOM_BYTES = 9
KEPT_SECONDS = 400 * 24 * 3600  # as long as browsers keep a cookie


class Devices:
    """ASGI middleware: gives each browser a cookie with its first page, and says it in `header` from then on.

    The header is removed from everything that arrives with it. The cookie is no sign-in: it tells apart, it
    opens nothing, and comes along from a link too, so that a browser stays the same one.
    """

    def __init__(self, app: ASGIApp, *, header: str) -> None:
        self.app = app
        self.header = header.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its browser named."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        device = device_in(scope)
        headers = [(name, value) for name, value in scope["headers"] if name.lower() != self.header]
        named = [(self.header, device.encode())] if device else []

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and device is None:
                give_cookie(MutableHeaders(scope=message))
            await send(message)

        await self.app({**scope, "headers": [*headers, *named]}, receive, send_with_cookie)


def device_in(scope: Scope) -> str | None:
    """The browser's own name for itself, if it is one that we gave."""
    device = cookies_in(scope).get(COOKIE, "")
    return device if FORM.fullmatch(device) else None


def give_cookie(headers: MutableHeaders) -> None:
    """Name the browser with a page, and with nothing else that it loads at the same time."""
    if not headers.get("content-type", "").startswith("text/html"):
        return
    parts = [f"{COOKIE}={secrets.token_urlsafe(RANDOM_BYTES)}", "Path=/", f"Max-Age={KEPT_SECONDS}"]
    headers.append("set-cookie", "; ".join([*parts, "HttpOnly", "SameSite=Lax"]))
