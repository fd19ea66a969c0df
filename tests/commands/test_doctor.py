"""`lobby doctor`: a line a check, JSON alone with `--json`, and an exit code that stops a script."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from lobby.cli import app, exit_code
from lobby.services.doctor_desk import CHECKS
from tests.browser.bank import LOBBY, ROOT, environment


def test_every_check_has_a_line_and_what_to_do_where_it_is_not_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOBBY_HOME", str(tmp_path / "home"))
    assert exit_code(app, ["doctor"]) == 3
    lines = capsys.readouterr().out.splitlines()
    assert [line[6:18].strip() for line in lines if line[:4].strip()] == list(CHECKS)
    (place,) = [number for number, line in enumerate(lines) if line.startswith("fail  portrait")]
    assert lines[place + 1].strip() == "Run lobby build --feed DIR."


def test_f59_what_lobby_makes_is_for_its_own_user_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"

    def lobby(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*LOBBY, *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment(home), text=True, capture_output=True, check=False, umask=0o022
        )

    assert lobby("backup", str(tmp_path / "saved.sqlite")).returncode == 0
    assert home.stat().st_mode & 0o777 == 0o700
    examined = lobby("doctor", "--json")
    told = {one["check"]: one["state"] for one in json.loads(examined.stdout)}
    assert (examined.returncode, examined.stderr, told["files"], told["portrait"]) == (3, "", "ok", "fail")
