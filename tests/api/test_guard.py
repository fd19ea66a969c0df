"""The guard before every request, and the routes beside Streamlit."""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket

from lobby.api.guard import Guard
from lobby.api.health import Ready, healthz
from lobby.api.live import Pulse

MARK = "x-lobby-direct"
READY: Mapping[str, Any] = {"status": "ready", "portrait": "20261120-1"}


async def say_mark(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.headers.get(MARK, "none"))


async def greet(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


async def give_cookie(request: Request) -> PlainTextResponse:
    return PlainTextResponse("given", headers={"set-cookie": "a=b; Path=/; HttpOnly"})


def app(
    *, is_local: bool = True, readiness: Mapping[str, Any] = READY, hosts: Sequence[str] = ()
) -> Starlette:
    return Starlette(
        routes=[
            Route("/", say_mark),
            Route("/media/file", say_mark),
            Route("/cookie", give_cookie),
            Route("/static/js/index.js", say_mark),
            Route("/_stcore/metrics", say_mark),
            Route("/healthz", healthz),
            Route("/readyz", Ready(lambda: readiness).answer),
            WebSocketRoute("/stream", greet),
        ],
        middleware=[
            Middleware(Guard, hosts=("localhost", "127.0.0.1", *hosts), is_local=is_local, mark=MARK)
        ],
    )


def messages(
    asked: Starlette, kind: str, path: str, headers: Mapping[str, str], peer: str, method: str = "GET"
) -> list[Message]:
    """What the app sends for one request or one WebSocket opening."""
    sent: list[Message] = []
    said = {"host": "localhost:8501", **headers}
    scope = {
        "type": kind,
        "path": path,
        "method": method,
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in said.items()],
        "client": (peer, 50000),
        "server": ("localhost", 8501),
        "scheme": "http" if kind == "http" else "ws",
        "subprotocols": [],
    }

    said_by_socket = iter([{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}])

    async def receive() -> Message:
        return {"type": "http.request"} if kind == "http" else next(said_by_socket)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(asked(scope, receive, send))
    return sent


def get(
    path: str = "/", headers: Mapping[str, str] = MappingProxyType({}), peer: str = "127.0.0.1", **more: Any
) -> Answer:
    return answer_of(app(**more), path, headers, peer)


def answer_of(
    asked: Starlette, path: str, headers: Mapping[str, str], peer: str = "127.0.0.1", method: str = "GET"
) -> Answer:
    start, *bodies = messages(asked, "http", path, headers, peer, method)
    return Answer(
        start["status"],
        {name.decode(): value.decode() for name, value in start["headers"]},
        b"".join(body.get("body", b"") for body in bodies).decode(),
    )


def first_of_websocket(headers: Mapping[str, str]) -> str:
    return str(messages(app(), "websocket", "/stream", headers, "127.0.0.1")[0]["type"])


def test_f52_asvs_14_3_2_every_answer_carries_the_strict_policy_and_is_not_kept() -> None:
    headers = get("/media/file").headers

    assert "script-src 'self' 'sha256-" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"].split("style-src")[0]
    assert headers["permissions-policy"].startswith("camera=()")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_streamlits_own_files_may_be_kept() -> None:
    assert "cache-control" not in get("/static/js/index.js").headers


@pytest.mark.parametrize(
    ("path", "status"),
    [("/_stcore/metrics", 404), ("/_stcore/agent/openapi.json", 404), ("/_stcore/upload_file/a/b", 404)],
)
def test_f58_what_nobody_needs_is_closed_uploads_too(path: str, status: int) -> None:
    assert get(path).status == status


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "", "127.0.0.1.evil.test:8501"])
def test_f51_a_foreign_host_is_refused(host: str) -> None:
    answer = get("/", headers={"host": host})

    assert answer.status == 400
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("origin", [None, "http://evil.test", "http://localhost:9999", "null"])
def test_f51_a_websocket_without_its_own_origin_is_refused(origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}

    assert first_of_websocket(headers) == "websocket.close"


def test_a_websocket_of_the_page_itself_is_let_in() -> None:
    assert first_of_websocket({"origin": "http://localhost:8501"}) == "websocket.accept"


def test_f51_only_a_request_straight_from_this_machine_is_marked() -> None:
    assert get("/").text == "yes"
    assert get(peer="10.0.0.7").text == "none"
    assert get(is_local=False).text == "none"


@pytest.mark.parametrize(("host", "is_secure"), [("localhost:8501", False), ("lobby.example", True)])
def test_jrt_0171_transport_under_another_name_a_cookie_is_for_tls_only(host: str, is_secure: bool) -> None:
    cookie = get("/cookie", headers={"host": host}, hosts=["lobby.example"]).headers["set-cookie"]
    assert cookie.endswith("; Secure") is is_secure


def test_f51_a_request_by_another_name_than_this_machines_own_is_never_marked() -> None:
    assert get(headers={"host": "lobby.example"}, hosts=["lobby.example"]).text == "none"
    assert get(headers={"host": "lobby.example"}).status == 400


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via", "True-Client-IP"]
)
def test_f51_a_forwarded_request_is_never_marked(header: str) -> None:
    assert get("/", headers={header: "127.0.0.1"}).text == "none"


def test_f51_the_mark_cannot_be_brought_along() -> None:
    assert get(headers={MARK: "yes"}, is_local=False).text == "none"


def test_health_and_readiness() -> None:
    assert json.loads(get("/healthz").text) == {"status": "ok"}
    assert json.loads(get("/readyz").text) == READY


@pytest.mark.parametrize(("told", "status"), [("ready", 200), ("degraded", 200), ("unavailable", 503)])
def test_a_balancer_sends_nobody_to_a_server_that_cannot_look_anybody_up(told: str, status: int) -> None:
    answer = get("/readyz", readiness={"status": told})

    assert (answer.status, json.loads(answer.text)) == (status, {"status": told})


def test_however_often_it_is_asked_it_looks_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def look() -> Mapping[str, Any]:
        looks.append(1)
        return {"status": "ready"}

    asked = Starlette(routes=[Route("/readyz", Ready(look).answer)])
    assert [answer_of(asked, "/readyz", {}).status for _ in range(5)] == [200] * 5
    assert len(looks) == 1
    now = time.monotonic() + 1.5
    monkeypatch.setattr(time, "monotonic", lambda: now)
    answer_of(asked, "/readyz", {})
    assert len(looks) == 2


def test_the_live_link_beats_with_the_boot_id_and_tells_what_is_and_what_changed() -> None:
    async def listen() -> list[str]:
        tokens = {"portrait": "v1", "status": "0"}
        pulse = Pulse(lambda: dict(tokens), boot="b1", look_seconds=0.01)
        watching = asyncio.create_task(pulse.watch())
        await asyncio.sleep(0.05)
        events = pulse.events()
        heard = [await anext(events) for _ in range(3)]
        tokens["status"] = "1"
        heard.append(await asyncio.wait_for(anext(events), 2))
        tokens["portrait"] = "v2"
        heard.append(await asyncio.wait_for(anext(events), 2))
        watching.cancel()
        return heard

    assert asyncio.run(listen()) == [
        "retry: 1500\nevent: beat\ndata: b1\n\n",
        "event: now\ndata: portrait v1\n\n",
        "event: now\ndata: status 0\n\n",
        "event: now\ndata: status 1\n\n",
        "event: now\ndata: portrait v2\n\n",
    ]


def test_it_beats_though_something_changes_all_the_time() -> None:
    async def listen() -> list[str]:
        numbers = count()
        pulse = Pulse(lambda: {"status": str(next(numbers))}, boot="b1", look_seconds=0.001, beat_seconds=0.1)
        watching = asyncio.create_task(pulse.watch())
        events = pulse.events()
        heard: list[str] = []
        while len(heard) < 2000 and heard.count("event: beat\ndata: b1\n\n") < 2:
            heard.append(await anext(events))
        watching.cancel()
        return heard

    heard = asyncio.run(listen())
    assert heard.count("event: beat\ndata: b1\n\n") == 2
    assert len(heard) > 5


def test_what_changes_while_it_is_telling_is_told_next() -> None:
    async def listen() -> list[str]:
        pulse = Pulse(dict, boot="b1", beat_seconds=60)
        pulse.tokens = {"status": "1"}
        events = pulse.events()
        heard = [await anext(events) for _ in range(2)]
        pulse.tokens = {"status": "2"}
        return [*heard[1:], await asyncio.wait_for(anext(events), 2)]

    assert asyncio.run(listen()) == ["event: now\ndata: status 1\n\n", "event: now\ndata: status 2\n\n"]


def test_a_woken_link_looks_at_once_and_tells_each_branch_its_own() -> None:
    async def listen() -> list[str]:
        tokens = {"arrival:b1": "1", "arrival:b2": "1"}
        pulse = Pulse(lambda: dict(tokens), boot="b1", look_seconds=60)
        watching = asyncio.create_task(pulse.watch())
        await asyncio.sleep(0.05)
        events = pulse.events("b1")
        heard = [await anext(events) for _ in range(2)]
        tokens.update({"arrival:b1": "2", "arrival:b2": "2"})
        pulse.wake()
        heard.append(await asyncio.wait_for(anext(events), 2))
        watching.cancel()
        return heard

    assert asyncio.run(listen())[1:] == [
        "event: now\ndata: arrival:b1 1\n\n",
        "event: now\ndata: arrival:b1 2\n\n",
    ]
