"""The route of files: straight from this machine, with the browser's own cookie, once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from lobby.api.devices import COOKIE
from lobby.api.exports import Exports
from lobby.commands.composition import wall_clock
from lobby.data.settings import Settings
from lobby.domain.exports import Export
from lobby.services import exports
from lobby.services.sources import Sources, open_sources
from lobby.services.staff import viewer
from tests.api.test_guard import Answer, answer_of

DEVICE = "abcdefghijkl"
DIRECT = {"x_lobby_direct": "yes", "cookie": f"{COOKIE}={DEVICE}"}


@pytest.fixture
def sources(tiny_home: Path, tmp_path: Path) -> Iterator[Sources]:
    shutil.copytree(tiny_home, tmp_path / "home")
    opened = open_sources(Settings(home=tmp_path / "home"), wall_clock, is_verified=False)
    yield opened
    opened.close()


def get(sources: Sources, token: str, **headers: str) -> Answer:
    app = Starlette(routes=[Route("/export/{token}", Exports(sources, "x-lobby-direct").answer)])
    return answer_of(app, f"/export/{token}", {name.replace("_", "-"): one for name, one in headers.items()})


def test_order_24_export_f4_a_file_leaves_once_and_only_for_its_browser_on_this_machine(
    sources: Sources,
) -> None:
    maker = viewer(sources, "s3", DEVICE)
    made = Export("leads", "leads.xlsx", 1, "", "b1", DEVICE)
    token = exports.ask(sources, maker, made, b"PK").number
    assert get(sources, token, **DIRECT).status == 404
    exports.release(sources, viewer(sources, "s5", "ipad-2"), token)
    for wrong in ({}, {"cookie": DIRECT["cookie"]}, {**DIRECT, "cookie": f"{COOKIE}=zzzzzzzzzzzz"}):
        assert get(sources, token, **wrong).status == 404
    assert get(sources, "nothing", **DIRECT).status == 404
    found = get(sources, token, **DIRECT)
    assert (found.status, found.headers["content-disposition"]) == (200, 'attachment; filename="leads.xlsx"')
    assert get(sources, token, **DIRECT).status == 404
