"""`lobby audit`: whether the record is whole, told in JSON and by the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lobby.cli import app, exit_code
from lobby.data.desk import Happening
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore, Watch

VIEWER = Viewer("S01", "林示例", "lobby", "B01", device="ipad-1")
Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def store(tmp_path: Path) -> DeskStore:
    return DeskStore("sqlite", tmp_path / "home", None)


@pytest.fixture
def run(store: DeskStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the store: its exit code, the JSON on stdout (None without any), and stderr."""
    monkeypatch.setenv("LOBBY_HOME", str(store.home))
    desk = store.open(Watch())
    for number in range(1, 5):
        desk.record(Happening(VIEWER, "open", customer_id=f"C{number}"))
    desk.close()

    def invoke(*arguments: str) -> tuple[int, Any, str]:
        code = exit_code(app, arguments)
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else None, printed.err

    return invoke


def test_f55_verify_names_what_is_wrong_and_exits_with_3(store: DeskStore, run: Run, tmp_path: Path) -> None:
    saved = str(tmp_path / "saved.sqlite")
    assert run("backup", saved)[0] == 0
    code, told, err = run("audit", "verify", "--against", saved, "--json")
    assert (code, told["is_whole"], told["rows"], told["breaks"], err) == (0, True, 4, [], "")
    assert told["head"]["sequence"] == 4
    store.run("drop trigger audit_no_change", "drop trigger audit_no_removal")
    store.run("update audit set staff_id = 'S02' where sequence = 2", "delete from audit where sequence = 4")
    changed = {"kind": "changed", "first": 2, "last": 2}
    code, told, _ = run("audit", "verify", "--json")
    assert (code, told["is_whole"], told["breaks"]) == (3, False, [changed])
    code, told, _ = run("audit", "verify", "--against", saved, "--json")
    assert (code, told["breaks"]) == (3, [changed, {"kind": "missing", "first": 4, "last": 4}])


def test_a_copy_that_cannot_be_read_stops_the_command(run: Run, tmp_path: Path) -> None:
    code, told, err = run("audit", "verify", "--against", str(tmp_path / "absent"))
    assert (code, told) == (3, None)
    assert "audit_copy_unreadable" in err
