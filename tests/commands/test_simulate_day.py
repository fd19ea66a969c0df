"""`lobby simulate-day`: a day over the wire, signed; never to another machine by mistake."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from lobby.api.arrivals import Machines
from lobby.cli import app, exit_code
from lobby.data.settings import Settings
from lobby.services.sources import Sources, open_sources
from lobby.ui.session import wall_clock
from tests.machines import served

KEYS = "one:" + "s" * 32 + " two:" + "t" * 32


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(tiny_home, tmp_path / "home")
    monkeypatch.setenv("LOBBY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOBBY_API_KEYS", KEYS)
    return tmp_path / "home"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def invoke(*arguments: str) -> tuple[int, Any]:
        code = exit_code(app, ["simulate-day", "--json", "--speed", "1e9", *arguments])
        printed = capsys.readouterr().out
        return code, json.loads(printed) if printed else None

    return invoke


def test_what_is_sent_is_what_the_server_took(home: Path, run: Any) -> None:
    sources: Sources = open_sources(Settings(), wall_clock)
    with served(Starlette(routes=Machines(sources, lambda: None).routes)) as url:
        code, told = run("--url", url, "--arrivals", "8", "--key", "two")
    assert code == 0
    assert told == {branch: {"arrived": 4, "called": 4, "served": 4} for branch in ("b1", "b2")}
    kept = sources.desk.audited(99, staff_id="two")
    assert [row["action"] for row in kept].count("arrival") == 8
    assert [row["action"] for row in kept].count("arrival_step") == 16
    sources.close()


def test_refusals_are_counted_by_their_code(home: Path, run: Any) -> None:
    sources = open_sources(Settings(), wall_clock)
    bound = replace(sources, settings=Settings(api_keys=SecretStr(f"one:{'s' * 32}:b1")))
    with served(Starlette(routes=Machines(bound, lambda: None).routes)) as url:
        _, told = run("--url", url, "--arrivals", "2")
    assert told["b2"] == {
        "arrived: branch_not_allowed": 1,
        "called: branch_not_allowed": 1,
        "served: branch_not_allowed": 1,
    }
    sources.close()


def test_a_server_that_is_gone_is_told(home: Path, run: Any) -> None:
    with served(Starlette()) as url:
        pass
    assert run("--url", url, "--arrivals", "1") == (
        0,
        {"b1": {"arrived: no_answer": 1, "called: no_answer": 1, "served: no_answer": 1}},
    )


@pytest.mark.parametrize(
    "arguments",
    [("--url", "http://10.0.0.7:8501"), ("--url", "https://localhost"), ("--key", "three")],
)
def test_no_day_goes_to_another_machine_or_with_an_unknown_key(
    home: Path, run: Any, arguments: tuple[str, ...]
) -> None:
    assert run(*arguments) == (3, None)
