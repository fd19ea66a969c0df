"""`lobby backup | restore`: JSON alone on stdout, on either database, and never the database's address."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lobby.cli import app, exit_code
from tests.desk_stores import DeskStore

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(store: DeskStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the store: its exit code, the JSON on stdout (None without any), and stderr."""
    monkeypatch.setenv("LOBBY_HOME", str(store.home))
    if store.url is not None:
        monkeypatch.setenv("LOBBY_DESK_URL", store.url)

    def invoke(*arguments: str) -> tuple[int, Any, str]:
        code = exit_code(app, arguments)
        printed = capsys.readouterr()
        assert "postgresql://" not in printed.out + printed.err
        return code, json.loads(printed.out) if printed.out else None, printed.err

    return invoke


def language_of(store: DeskStore) -> str | None:
    desk = store.open(lambda: datetime(2026, 11, 20, tzinfo=UTC))
    try:
        return desk.language("S1")
    finally:
        desk.close()


def choose(store: DeskStore, language: str) -> None:
    desk = store.open(lambda: datetime(2026, 11, 20, tzinfo=UTC))
    desk.choose_language("S1", language)
    desk.close()


def test_what_was_backed_up_is_put_back(store: DeskStore, run: Run, tmp_path: Path) -> None:
    choose(store, "en")
    saved = tmp_path / "saved.sqlite"
    code, backup, _ = run("backup", str(saved), "--json")
    assert (code, backup["store"], backup["rows"], backup["file"]) == (0, store.kind, 1, str(saved))
    choose(store, "zh_Hant")
    code, restored, err = run("restore", str(saved), "--json")
    assert (code, restored["rows"], restored["must_restart"], err) == (0, 1, False, "")
    assert language_of(store) == "en"
    assert run("restore", restored["replaced"], "--json")[0] == 0
    assert language_of(store) == "zh_Hant"


def test_what_cannot_be_done_exits_3_and_says_why(store: DeskStore, run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "saved.sqlite"))
    code, told, err = run("backup", str(tmp_path / "saved.sqlite"))
    assert (code, told, err.split(":")[0]) == (3, None, "backup_exists")
    code, told, err = run("restore", str(tmp_path / "nothing"))
    assert (code, told, err.split(":")[0]) == (3, None, "backup_not_found")


def test_status_says_which_kind_of_store(store: DeskStore, run: Run) -> None:
    assert run("status", "--json")[1]["desk_store"] == store.kind


def test_of_a_folder_of_backups_the_newest_stay(
    store: DeskStore, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("backup")[2].split(":")[0] == "backup_nowhere"
    assert run("backup", str(tmp_path / "one.sqlite"), "--keep", "2")[2].split(":")[0] == "backup_no_folder"
    monkeypatch.setenv("LOBBY_BACKUPS", str(tmp_path / "kept"))
    made = [Path(run("backup", "--keep", "2", "--json")[1]["file"]) for _ in range(3)]
    (tmp_path / "kept" / "notes.txt").write_text("stays")
    run("backup", "--keep", "2")
    assert [path.exists() for path in made] == [False, False, True]
    assert len(list((tmp_path / "kept").iterdir())) == 3
