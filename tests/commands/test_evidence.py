"""What an examiner asks for, each printed by one command: who may what, alerts, changes, and the drill."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lobby.cli import app, exit_code
from lobby.data.desk import Happening, open_desk
from lobby.domain.viewer import Viewer

Run = Callable[..., Any]
HEAD_OFFICE = Viewer("s5", "x", "head_office", None, device="pc")


@pytest.fixture
def run(
    tiny_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Run a command on the tiny bank, in which an alert was raised and a weight changed: its JSON."""
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    monkeypatch.setenv("LOBBY_HOME", str(home))
    desk = open_desk(home, lambda: datetime(2026, 11, 20, 1, tzinfo=UTC))
    desk.record(Happening(HEAD_OFFICE, "lever", "proposed", details={"change": "n1"}))
    desk.record(Happening(HEAD_OFFICE, "alert", "raised", details={"kind": "decoy"}))
    desk.choose_language("s1", "en")
    desk.close()

    def invoke(*arguments: str) -> Any:
        assert exit_code(app, arguments) == 0
        return json.loads(capsys.readouterr().out)

    return invoke


def test_soc2_each_evidence_is_printed_by_one_command(run: Run, tmp_path: Path) -> None:
    may = {one["staff_id"]: (one["role"], one["branch_id"], one["is_active"]) for one in run("staff", "list")}
    assert may["s3"] == ("manager", "b1", True)
    for action, result in (("alert", "raised"), ("lever", "proposed")):
        found = run("audit", "search", "--as", "s7", "--action", action, "--json")["lines"]
        assert [(line["staff_id"], line["result"]) for line in found] == [("s5", result)]
    saved = run("backup", str(tmp_path / "drill.sqlite"), "--json")
    restored = run("restore", saved["file"], "--json")
    assert (restored["rows"], restored["must_restart"]) == (1, False)
    told = run("audit", "verify", "--against", saved["file"], "--json")
    assert (told["is_whole"], told["rows"]) == (True, 4)


def test_soc2_pipl_57_what_somebody_saw_is_printed_by_one_command(run: Run) -> None:
    run("show", "c01", "--as", "s1", "--why", "verify", "--json")
    (seen,) = run("audit", "seen", "--as", "s7", "--person", "s1", "--json")
    assert (seen["customer_id"], seen["listed"]) == ("c01", 0)
    saw = run("audit", "customer", "c01", "--as", "s7", "--json")["lines"]
    assert {(line["staff_id"], line["device"]) for line in saw} == {("s1", "cli"), ("s7", "cli")}


def test_gdpr_15_a_customer_is_handed_over_and_erased_by_one_command_each(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "c01.json"
    told = run("subject", "export", "c01", "--as", "s5", "--out", str(file))
    held = json.loads(file.read_text(encoding="utf-8"))
    assert (held["customer_id"], file.stat().st_mode & 0o777) == ("c01", 0o600)
    assert told["portrait"]["portrait"] == 1
    done = run("subject", "erase", "c01", "--as", "s5", "--reason", "letter", "--json")
    assert {one["table_name"] for one in done["restricted"]} >= {"audit", "consent_change"}
    run("subject", "export", "c01", "--as", "s5", "--out", str(tmp_path / "after.json"))
    after = json.loads((tmp_path / "after.json").read_text(encoding="utf-8"))
    assert after["portrait"]["portrait"][0]["events"] == []
