"""Each browser is told apart by a cookie that it gets with its first page."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from lobby.api.devices import COOKIE, FORM, Devices
from tests.api.test_guard import Answer, answer_of

HEADER = "x-lobby-device"
GIVEN = "AbCdEf-12_34"


async def page(request: Request) -> HTMLResponse:
    return HTMLResponse(request.headers.get(HEADER, "nobody"))


async def file(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.headers.get(HEADER, "nobody"))


def get(path: str = "/", **headers: str) -> Answer:
    asked = Starlette(
        routes=[Route("/", page), Route("/file", file)], middleware=[Middleware(Devices, header=HEADER)]
    )
    return answer_of(asked, path, {name.replace("_", "-"): value for name, value in headers.items()})


def test_a_first_page_gives_a_cookie_that_no_script_reads_and_two_browsers_differ() -> None:
    cookies = [SimpleCookie(get().headers["set-cookie"])[COOKIE] for _ in range(2)]

    assert all(FORM.fullmatch(one.value) and one["httponly"] for one in cookies)
    assert {(one["path"], one["samesite"]) for one in cookies} == {("/", "Lax")}
    assert cookies[0].value != cookies[1].value


def test_who_has_one_is_named_and_gets_no_other() -> None:
    answer = get(cookie=f"theme=dark; {COOKIE}={GIVEN}")

    assert answer.text == GIVEN
    assert "set-cookie" not in answer.headers


def test_what_is_loaded_beside_the_page_names_nobody() -> None:
    assert "set-cookie" not in get("/file").headers


@pytest.mark.parametrize("made_up", ["", "short", "A" * 13, "<script>okay", "张三张三张三张三张三张三"])
def test_a_cookie_that_we_did_not_give_is_replaced(made_up: str) -> None:
    answer = get(cookie=f"{COOKIE}={made_up}".encode().decode("latin-1"))

    assert answer.text == "nobody"
    assert FORM.fullmatch(SimpleCookie(answer.headers["set-cookie"])[COOKIE].value)


def test_the_name_cannot_be_brought_along() -> None:
    assert get(x_lobby_device="ipad-1").text == "nobody"
