"""The gate before Streamlit: without a session of ours nothing of a bank is answered.

Who holds a session is named to the pages by a header, which is removed from everything that arrives with it.
A session that ends closes what it has open within seconds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lobby.api.cookies import SESSION, cookie_given, token_in, without_cookies
from lobby.api.devices import device_in
from lobby.api.door import Door
from lobby.api.oidc import PATHS, SignIn
from lobby.api.presses import Offered, Pressed
from lobby.domain.errors import DeskError
from lobby.domain.sessions import Session
from lobby.services import sessions
from lobby.services.sources import Sources

OF_STREAMLIT = "_streamlit_user"  # its own sign-in lasts 30 days without a record here: it counts for nothing
LOGIN_UNDER = ("/auth/", "/oauth2callback")  # what Streamlit has for signing in and out
OPEN = ("/healthz", "/readyz", "/metrics")  # what watches a server; each says nothing of customers
OPEN_UNDER = ("/api/", "/static/", "/_stcore/bidi-components/")  # signed machines; files, of no bank
ANYBODY_UNDER = ("/_stcore/", "/component/", "/live", "/session/")  # a page on which nobody has signed in yet
SIGNED_IN_UNDER = ("/media/", "/export/", "/_stcore/upload_file")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
LOOK_SECONDS = 1.0
REFUSED = 1008  # the code with which a websocket is closed


@dataclass
class Open:
    """What is open now, by the session it is open for, and the watch that closes it."""

    sweep: Callable[[Collection[str]], frozenset[str]]
    ends: dict[str, set[asyncio.Event]] = field(default_factory=dict)
    look_seconds: float = LOOK_SECONDS

    @contextmanager
    def entered(self, session_id: str) -> Iterator[asyncio.Event]:
        """Count something as open during the block; the event says that it must close."""
        end = asyncio.Event()
        held = self.ends.setdefault(session_id, set())
        held.add(end)
        try:
            yield end
        finally:
            held.discard(end)
            if not held:
                self.ends.pop(session_id, None)

    async def watch(self) -> None:
        """Close what is open for a session that does not stand, until cancelled."""
        while True:
            await asyncio.sleep(self.look_seconds)
            with suppress(DeskError):  # nothing can be shown while the desk does not answer
                self.close(await asyncio.to_thread(self.sweep, tuple(self.ends)))

    def close(self, ended: Collection[str]) -> None:
        for session_id in ended:
            for end in self.ends.get(session_id, ()):
                end.set()


class Gate:
    """ASGI middleware, to stand within the guard and the naming of devices.

    `door` answers a page asked for without a session, or lets it be given a new one. Where an identity
    provider is known, `sign_in` is the only way to a session. `pressed` names the buttons that a message of a
    browser presses.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        sources: Sources,
        opened: Open,
        header: str,
        door: Door,
        pressed: Pressed,
        sign_in: SignIn | None = None,
    ) -> None:
        self.app = app
        self.sources = sources
        self.opened = opened
        self.header = header.encode()
        self.door = door
        self.pressed = pressed
        self.sign_in = sign_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on in the name of its session, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path, session = str(scope["path"]), None
        token = token_in(scope)
        scope = self.cleaned(scope)
        if is_open(path):
            await self.app(scope, receive, send)
            return
        if self.sign_in is not None and path in PATHS:
            await self.sign_in.serve(self.app, scope, receive, send)
            return
        try:
            if token is not None:
                session = await asyncio.to_thread(sessions.standing, self.sources, token, device_in(scope))
        except DeskError:
            await refuse(503, scope, receive, send)
            return
        if session is not None and session.staff_id is None and self.sign_in is not None:
            session = None
        if not is_own(scope):
            await refuse(403, scope, receive, send)
        elif path.startswith(LOGIN_UNDER):
            await refuse(404, scope, receive, send)
        elif session is not None and (session.staff_id is not None or not path.startswith(SIGNED_IN_UNDER)):
            await self.admit(session, scope, receive, send)
        elif session is not None or not is_page(scope):
            await refuse(401, scope, receive, send)
        else:
            await self.welcome(scope, receive, send)

    def cleaned(self, scope: Scope) -> Scope:
        """The request without what it must not bring along: a session's name, a sign-in at Streamlit."""
        kept = without_cookies(scope, lambda name: name.endswith(SESSION) or name.startswith(OF_STREAMLIT))
        return {**scope, "headers": [one for one in kept if one[0].lower() != self.header]}

    async def welcome(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page for somebody without a session: the door's, or the one asked for in a new session."""
        answer = self.door.answer(scope, has_provider=self.sign_in is not None)
        if answer is not None:
            await answer(scope, receive, send)
            return
        try:
            begun = await asyncio.to_thread(sessions.begin, self.sources)
        except DeskError:
            await refuse(503, scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie_given(begun.token, scope))
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    async def admit(self, session: Session, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on in the session's name, for as long as it stands."""
        named = (self.header, session.session_id.encode())
        scope = {**scope, "headers": [*scope["headers"], named]}
        if scope["type"] == "http" and scope["path"] != "/live":
            await self.app(scope, receive, send)
            return
        with self.opened.entered(session.session_id) as end:
            offered = Offered(self.pressed, time.monotonic)
            heard = self.checked(session.session_id, receive, end, offered)
            going = asyncio.ensure_future(self.app(scope, heard, remembered(send, offered)))
            over = asyncio.ensure_future(end.wait())
            try:
                await asyncio.wait({going, over}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                over.cancel()
                if going.cancel():
                    await closed(scope, send, going)
            if not going.cancelled():
                going.result()

    def checked(self, session_id: str, receive: Receive, end: asyncio.Event, offered: Offered) -> Receive:
        """`receive`, which lets no message of a browser through once its session does not stand.

        A press of what was not offered does nothing in Streamlit either; that it came is in the audit first.
        """

        async def heard() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                with suppress(DeskError):  # nothing can be shown while the desk does not answer
                    if not await asyncio.to_thread(sessions.stands, self.sources, session_id):
                        end.set()
                        await asyncio.Event().wait()  # whoever waits for it is stopped
                    for press in offered.forged(message.get("bytes") or b""):
                        await asyncio.to_thread(sessions.note_press, self.sources, session_id, press)
            return message

        return heard


def remembered(send: Send, offered: Offered) -> Send:
    """`send`, of which it is remembered what can be pressed."""

    async def sent(message: Message) -> None:
        if message["type"] == "websocket.send":
            offered.drew(message.get("bytes") or b"")
        await send(message)

    return sent


def is_open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_UNDER)


def is_page(scope: Scope) -> bool:
    """Is a page asked for? Whatever is none of the server's own paths is one to Streamlit."""
    path = str(scope["path"])
    return (
        scope["type"] == "http"
        and scope["method"] in ("GET", "HEAD")
        and not path.startswith(ANYBODY_UNDER + SIGNED_IN_UNDER)
        and "." not in path.rpartition("/")[2]
    )


def is_own(scope: Scope) -> bool:
    """What changes something comes from a page of ours, or from none."""
    headers = Headers(scope=scope)
    if scope["type"] != "http" or scope["method"] not in UNSAFE:
        return True
    return headers.get("origin", "").partition("://")[2] == headers.get("host")


async def closed(scope: Scope, send: Send, going: asyncio.Future[None]) -> None:
    """Tell the browser that it is over, once what was going has ended."""
    with suppress(asyncio.CancelledError):
        await going
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": REFUSED})
    else:
        await send({"type": "http.response.body", "body": b"event: over\ndata: over\n\n"})


async def refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer without a word of why; a websocket is not opened."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": REFUSED})
        return
    await PlainTextResponse("refused", status_code=status)(scope, receive, send)
