"""The gate: what is answered without a session, with one of nobody, and with that of a person."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket

from lobby.api import presses
from lobby.api.devices import COOKIE as DEVICE
from lobby.api.door import Door
from lobby.api.gate import Gate, Open
from lobby.api.live import Pulse
from lobby.api.sessions import SessionRoutes
from lobby.domain.errors import DeskError
from lobby.services import sessions, staff
from lobby.services.sources import Sources
from lobby.ui.pressed import pressed
from tests.api.test_guard import Answer, answer_of, messages
from tests.api.test_presses import LEAD, pressing
from tests.api.test_presses import OPEN as DRAWN
from tests.desk_stores import Watch

HEADER, MARK = "x-lobby-session", "x-lobby-direct"
NAME, SECURE_NAME = "lobby_session", "__Host-lobby_session"
IPAD = "AbCdEf-12_34"
OWN = {"origin": "http://localhost:8501"}
PAGES = ("/", "/board", "/customer")
SHELL = ("/_stcore/host-config", "/_stcore/health", "/component/x", "/live")
DATA = ("/media/file", "/export/x", "/_stcore/upload_file/x")
OPEN = ("/healthz", "/readyz", "/metrics", "/api/openapi.json", "/static/js/index.js")
CLOSED = ("/auth/login", "/auth/logout", "/oauth2callback")


@dataclass
class Gated:
    """The gate before an app that says in whose session it was asked, and what cookies it sees."""

    sources: Sources

    def __post_init__(self) -> None:
        self.opened = Open(partial(sessions.sweep, self.sources), look_seconds=0.01)
        door = Door(lambda locale: ("en", lambda key: key), MARK)
        self.app = Starlette(
            routes=[
                *SessionRoutes(self.sources, HEADER).routes,
                Route("/live", live),
                WebSocketRoute("/_stcore/stream", greet),
                WebSocketRoute("/_stcore/drawn", draw),
                Route("/{path:path}", page, methods=["GET", "POST"]),
            ],
            middleware=[
                Middleware(
                    Gate,
                    sources=self.sources,
                    opened=self.opened,
                    header=HEADER,
                    door=door,
                    pressed=pressed,
                )
            ],
        )

    def get(self, path: str, token: str | None = None, **headers: str) -> Answer:
        return answer_of(self.app, path, said(token, headers))

    def websocket(self, token: str | None = None, **headers: str) -> str:
        """What the first answer to the opening of a websocket is."""
        return str(
            messages(self.app, "websocket", "/_stcore/stream", said(token, headers), "127.0.0.1")[0]["type"]
        )

    def signed_in(self, staff_id: str = "s1") -> sessions.Begun:
        return sessions.begin(self.sources, staff.viewer(self.sources, staff_id, IPAD))


def said(token: str | None, headers: Mapping[str, str]) -> dict[str, str]:
    cookie = {"cookie": f"{DEVICE}={IPAD}; {NAME}={token}; theme=dark"} if token else {}
    return cookie | {name.replace("_", "-"): value for name, value in headers.items()}


async def page(request: Request) -> HTMLResponse:
    return HTMLResponse(f"{request.headers.get(HEADER, 'nobody')} {request.headers.get('cookie', '')}")


async def live(request: Request) -> StreamingResponse:
    return StreamingResponse(Pulse(dict).events(), media_type="text/event-stream")


async def draw(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_bytes(f"$$ID-{'a' * 32}-open_c01".encode())
    async for _ in websocket.iter_bytes():
        await websocket.send_bytes(b"drawn")


async def greet(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text)


@pytest.fixture
def gated(sources: Sources) -> Gated:
    return Gated(sources)


def test_f4_without_a_session_nothing_of_a_bank_is_answered(gated: Gated) -> None:
    assert {path: gated.get(path).status for path in SHELL + DATA} == dict.fromkeys(SHELL + DATA, 401)
    assert {path: gated.get(path).status for path in CLOSED} == dict.fromkeys(CLOSED, 404)
    assert {path: gated.get(path).status for path in OPEN} == dict.fromkeys(OPEN, 200)
    assert gated.websocket(**OWN) == "websocket.close"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_from_elsewhere_is_our_own_door_and_no_session(gated: Gated, path: str) -> None:
    answer = gated.get(path)
    assert "sign_in.not_direct.title" in answer.text
    assert "set-cookie" not in answer.headers
    assert gated.sources.desk.audited(1) == ()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_on_this_machine_comes_with_a_session_of_nobody(gated: Gated, path: str) -> None:
    answer = gated.get(path, **{MARK: "yes"})
    given = SimpleCookie(answer.headers["set-cookie"])[NAME]
    assert (given["httponly"], given["samesite"], given["path"]) == (True, "Strict", "/")
    assert not given["max-age"]
    assert {one: gated.get(one, given.value).status for one in SHELL[:3]} == dict.fromkeys(SHELL[:3], 200)
    assert gated.websocket(given.value, **OWN) == "websocket.accept"
    assert {one: gated.get(one, given.value).status for one in DATA} == dict.fromkeys(DATA, 401)


def test_jrt_0171_transport_elsewhere_than_on_loopback_the_cookie_wants_tls(gated: Gated) -> None:
    answer = gated.get("/", host="lobby.bank.example", **{MARK: "yes"})
    assert answer.headers["set-cookie"].startswith(f"{SECURE_NAME}=")
    token = gated.signed_in().token
    assert gated.get("/media/file", token, host="lobby.bank.example").status == 401
    cookie = f"{DEVICE}={IPAD}; {SECURE_NAME}={token}"
    assert gated.get("/media/file", host="lobby.bank.example", cookie=cookie).status == 200


def test_f51_the_session_is_named_by_the_gate_and_by_nobody_else(gated: Gated) -> None:
    begun, other = gated.signed_in(), gated.signed_in("s2")
    brought = {HEADER: other.session.session_id}
    assert gated.get("/media/file", begun.token, **brought).text.split()[0] == begun.session.session_id
    assert gated.get("/media/file", **brought).status == 401
    assert gated.get("/healthz", **brought).text.startswith("nobody")


def test_neither_our_token_nor_streamlits_own_sign_in_comes_as_far_as_a_page(gated: Gated) -> None:
    token = gated.signed_in().token
    cookie = f"{DEVICE}={IPAD}; {NAME}={token}; _streamlit_user=x; _streamlit_user_tokens_1=x; theme=dark"
    assert gated.get("/media/file", cookie=cookie).text.split(" ", 1)[1] == f"{DEVICE}={IPAD}; theme=dark"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://localhost:8501"}, 204),
        ({}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://evil.test"}, 403),
        ({"origin": "http://localhost:9999"}, 403),
    ],
)
def test_what_changes_something_comes_from_a_page_of_ours(
    gated: Gated, headers: Mapping[str, str], status: int
) -> None:
    asked = said(gated.signed_in().token, headers)
    assert answer_of(gated.app, "/session/touch", asked, method="POST").status == status


def test_asvs_7_2_3_after_a_sign_in_the_browser_gets_another_token(gated: Gated) -> None:
    token = gated.signed_in().token
    answer = answer_of(gated.app, "/session/renew", said(token, OWN), method="POST")
    given = SimpleCookie(answer.headers["set-cookie"])[NAME].value
    assert given != token
    assert [gated.get("/media/file", one).status for one in (token, given)] == [401, 200]


def test_f5_a_token_in_another_browser_is_good_for_neither(gated: Gated) -> None:
    token = gated.signed_in().token
    assert gated.get("/media/file", cookie=f"{DEVICE}=Another-1234; {NAME}={token}").status == 401
    assert gated.get("/media/file", token).status == 401
    assert gated.sources.desk.audited(1)[0]["result"] == "other_device"


def test_while_the_desk_does_not_answer_nobody_gets_in(gated: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*asked: object) -> None:
        raise DeskError("desk_busy", "busy")

    token = gated.signed_in().token
    for name in ("standing", "begin"):
        monkeypatch.setattr(sessions, name, fail)
    assert gated.get("/media/file", token).status == 503
    assert gated.get("/", **{MARK: "yes"}).status == 503


@dataclass
class Line:
    """Something that stays open: what was sent to the browser, and what the browser says."""

    sent: asyncio.Queue[Message]
    said: asyncio.Queue[Message]
    task: asyncio.Task[None]


def opening(gated: Gated, kind: str, path: str, token: str) -> Line:
    headers = {"host": "localhost:8501"} | said(token, OWN)
    scope = {
        "type": kind, "path": path, "method": "GET", "query_string": b"", "subprotocols": [],
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1), "server": ("localhost", 8501), "scheme": "http",
    }  # fmt: skip
    line = Line(asyncio.Queue(), asyncio.Queue(), None)  # type: ignore[arg-type]
    line.task = asyncio.create_task(gated.app(scope, line.said.get, line.sent.put))  # type: ignore[arg-type]
    return line


@pytest.mark.parametrize("why", ["signed_out", "left", "idle", "long"])
def test_asvs_7_4_2_f44_what_is_open_is_closed_when_its_session_ends(
    gated: Gated, watch: Watch, why: str
) -> None:
    ended, other = gated.signed_in(), gated.signed_in("s2")

    def end() -> None:
        if why == "signed_out":
            sessions.sign_out(gated.sources, ended.session.session_id)
        elif why == "left":
            staff.block(gated.sources, "s1", True)
        else:
            watch.pass_by(seconds=299 if why == "idle" else 9 * 3600 - 1)
            sessions.touch(gated.sources, other.session.session_id)
            watch.pass_by(seconds=1)

    async def watched() -> tuple[list[Message], Message, bool]:
        watching = asyncio.create_task(gated.opened.watch())
        screen = opening(gated, "websocket", "/_stcore/stream", ended.token)
        await screen.said.put({"type": "websocket.connect"})
        link = opening(gated, "http", "/live", ended.token)
        kept = opening(gated, "websocket", "/_stcore/stream", other.token)
        await kept.said.put({"type": "websocket.connect"})
        seen = [await screen.sent.get(), await kept.sent.get(), await link.sent.get(), await link.sent.get()]
        assert [one["type"] for one in seen[:2]] == ["websocket.accept"] * 2
        await asyncio.to_thread(end)
        closing = await asyncio.wait_for(screen.sent.get(), 5)
        last = await asyncio.wait_for(link.sent.get(), 5)
        await asyncio.gather(screen.task, link.task)
        stays = not kept.task.done()
        for task in (watching, kept.task):
            task.cancel()
        await asyncio.gather(kept.task, watching, return_exceptions=True)
        return [closing, last], seen[0], stays

    (closing, last), _, stays = asyncio.run(watched())
    assert (closing["type"], closing["code"]) == ("websocket.close", 1008)
    assert last["body"] == b"event: over\ndata: over\n\n"
    assert stays is (why != "long")


def test_asvs_7_4_2_no_message_passes_once_the_session_has_ended_however_seldom_the_watch_looks(
    gated: Gated,
) -> None:
    begun = gated.signed_in()

    async def watched() -> list[Message]:
        screen = opening(gated, "websocket", "/_stcore/stream", begun.token)
        await screen.said.put({"type": "websocket.connect"})
        heard = [await screen.sent.get()]
        await screen.said.put({"type": "websocket.receive", "text": "one"})
        heard.append(await screen.sent.get())
        await asyncio.to_thread(sessions.sign_out, gated.sources, begun.session.session_id)
        await screen.said.put({"type": "websocket.receive", "text": "two"})
        heard.append(await asyncio.wait_for(screen.sent.get(), 5))
        await screen.task
        return heard

    accepted, echoed, closed = asyncio.run(watched())
    assert (accepted["type"], echoed["text"]) == ("websocket.accept", "one")
    assert closed["type"] == "websocket.close"


def test_f54_a_press_of_what_was_not_on_the_screen_is_in_the_audit_before_it_does_nothing(
    gated: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presses, "SETTLED_SECONDS", 0.0)
    begun = gated.signed_in()

    async def touched() -> None:
        screen = opening(gated, "websocket", "/_stcore/drawn", begun.token)
        await screen.said.put({"type": "websocket.connect"})
        for heard in (pressing(DRAWN), pressing(LEAD), pressing(LEAD)):
            await screen.said.put({"type": "websocket.receive", "bytes": heard})
        for _ in range(5):
            await asyncio.wait_for(screen.sent.get(), 5)
        screen.task.cancel()
        await asyncio.gather(screen.task, return_exceptions=True)

    asyncio.run(touched())
    rows = gated.sources.desk.audited(9, action="refused")
    assert [(row["staff_id"], row["device"], row["result"], row["details"]) for row in rows] == [
        ("s1", IPAD, "unknown_press", {"asked": "press.take_lead_c"})
    ]
