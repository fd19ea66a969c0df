"""The route of files: straight from this machine, with the browser's own cookie, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette
from starlette.routing import Route

from lobby.api.devices import COOKIE
from lobby.api.exports import Exports
from lobby.services.downloads import Downloads, File
from tests.api.test_guard import Answer, answer_of

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DEVICE = "abcdefghijkl"
DIRECT = {"x_lobby_direct": "yes", "cookie": f"{COOKIE}={DEVICE}"}


def get(waiting: Downloads, token: str, **headers: str) -> Answer:
    exports = Exports(waiting, lambda: AT, "x-lobby-direct")
    app = Starlette(routes=[Route("/export/{token}", exports.answer)])
    return answer_of(app, f"/export/{token}", {name.replace("_", "-"): one for name, one in headers.items()})


def file(name: str = "leads.xlsx", minutes: int = 2) -> File:
    return File(name, b"PK", DEVICE, AT + timedelta(minutes=minutes), "s3", "b1", 1, "0" * 64)


def test_order_24_export_f4_a_file_leaves_once_and_only_for_its_browser_on_this_machine() -> None:
    waiting = Downloads()
    token = waiting.keep(file(), AT)
    assert get(waiting, token, **DIRECT).status == 404
    waiting.release(token, "s5", AT + timedelta(minutes=2))
    for wrong in ({}, {"cookie": DIRECT["cookie"]}, {**DIRECT, "cookie": f"{COOKIE}=zzzzzzzzzzzz"}):
        assert get(waiting, token, **wrong).status == 404
    assert get(waiting, "nothing", **DIRECT).status == 404
    found = get(waiting, token, **DIRECT)
    assert (found.status, found.headers["content-disposition"]) == (200, 'attachment; filename="leads.xlsx"')
    assert get(waiting, token, **DIRECT).status == 404
