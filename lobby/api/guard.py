"""What stands before every request: which host, which paths, which headers go back."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip")
LOOPBACK = ("127.0.0.1", "::1")
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/upload_file", "/_stcore/script-health-check")
LONG_LIVED = ("/static/",)  # Streamlit's own files carry their content's hash in the name

# Streamlit's index page says `window.prerenderReady = false` to crawlers, in a script of its own.
PRERENDER_SCRIPT = "sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="
POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' '{PRERENDER_SCRIPT}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """ASGI middleware: refuses foreign hosts and origins, closes paths nobody needs, sets security headers.

    Under any name but this machine's own, cookies are for TLS only, whatever a proxy says that it speaks.

    A request that comes straight from this machine to a server bound to this machine is marked with
    the header `mark`; the mark is removed from everything that arrives with it.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], is_local: bool, mark: str) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.is_local = is_local
        self.mark = mark.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 400, 403 or 404."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)
        if refused is not None:
            await _refuse(refused, scope, receive, send)
            return
        marked = _marked(scope, self.mark, is_direct=self.is_local and _is_direct(scope, headers))
        is_secure = not is_own_name(headers)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), str(scope["path"]))
                message["headers"] = _cookies_secured(message["headers"]) if is_secure else message["headers"]
            await send(message)

        await self.app(marked, receive, send_with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> int | None:
        if _host(headers.get("host", "")) not in self.hosts:
            return 400
        if str(scope["path"]).startswith(CLOSED):
            return 404
        if scope["type"] == "websocket":
            origin = headers.get("origin")
            if origin is None or urlsplit(origin).netloc != headers.get("host"):
                return 403
        return None


def _host(value: str) -> str:
    return (urlsplit(f"//{value}").hostname or "").lower()


def is_own_name(headers: Headers) -> bool:
    """Is this machine asked for by a name that leads nowhere else? Only there is no TLS needed."""
    return _host(headers.get("host", "")) in ("localhost", *LOOPBACK)


def _is_direct(scope: Scope, headers: Headers) -> bool:
    client = scope.get("client")
    forwarded = any(name in FORWARDED or name.startswith("x-forwarded") for name in headers)
    return client is not None and client[0] in LOOPBACK and is_own_name(headers) and not forwarded


def _marked(scope: Scope, mark: bytes, *, is_direct: bool) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != mark]
    if is_direct:
        headers.append((mark, b"yes"))
    return {**scope, "headers": headers}


def _cookies_secured(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer, each of whose cookies is sent back over TLS only."""
    return [
        (name, value + b"; Secure" if name == b"set-cookie" and b"; secure" not in value.lower() else value)
        for name, value in headers
    ]


def _add_headers(headers: MutableHeaders, path: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    if not path.startswith(LONG_LIVED):
        headers["cache-control"] = "no-store"


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = {**HEADERS, "cache-control": "no-store"}
    response = PlainTextResponse("refused", status_code=status, headers=headers)
    await response(scope, receive, send)
