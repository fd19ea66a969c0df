"""What a request may come to: a fault is a code, and the log names the kind of its path alone."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from lobby.api.guard import Guard
from lobby.api.requests import Requests, kind_of
from tests.api.test_guard import answer_of
from tests.logged import logged

SECRET = "王秀兰 13800001234"


async def fail(request: Request) -> PlainTextResponse:
    raise ValueError(SECRET)


async def refuse(request: Request) -> PlainTextResponse:
    return PlainTextResponse("no", status_code=403)


@pytest.fixture
def app() -> Starlette:
    return Starlette(
        routes=[Route("/export/{token}", fail), Route("/media/{name}", refuse)],
        middleware=[
            Middleware(Requests),
            Middleware(Guard, hosts=("localhost",), is_local=True, mark="x-lobby-direct"),
        ],
    )


def test_asvs_16_5_1_f50_a_route_that_fails_answers_with_a_code_and_says_the_place_to_the_log(
    app: Starlette, caplog: pytest.LogCaptureFixture
) -> None:
    answer = answer_of(app, "/export/C0000001", {})
    told = next(one for one in logged(caplog) if one["event"] == "request_failed")
    assert (answer.status, answer.text) == (500, told["error_id"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert (told["kind"], told["path"]) == ("ValueError", "/export/*")
    assert "test_requests.py" in told["place"]
    assert [word for word in ("C0000001", *SECRET.split()) if word in answer.text + str(logged(caplog))] == []


def test_what_is_refused_is_told_without_what_was_asked_for(
    app: Starlette, caplog: pytest.LogCaptureFixture
) -> None:
    assert answer_of(app, "/media/C0000001", {}).status == 403
    assert answer_of(app, "/nothing/C0000001", {}).status == 404
    told = [one for one in logged(caplog) if one["of"] == "lobby.api"]
    assert [(one["event"], one["status"], one["path"]) for one in told] == [
        ("request_refused", 403, "/media/*")
    ]
    assert "C0000001" not in str(told)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "/"),
        ("/live", "/live"),
        ("/live/C1", "/*"),
        ("/api/arrivals", "/api/*"),
        ("/_stcore/stream", "/_stcore/*"),
        ("/C0000001", "/*"),
        ("", "/*"),
    ],
)
def test_a_path_is_named_by_its_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind
