"""`lobby continuation`: a reference becomes a customer once, for head office's channel alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lobby.cli import app, exit_code
from lobby.commands.composition import wall_clock
from lobby.data.settings import Settings
from lobby.domain.continuing import Subject
from lobby.services.continuations import start
from lobby.services.sources import open_sources
from lobby.services.staff import viewer
from lobby.services.visits import open_customer

BASE = "https://m.bank.example/c/"


@pytest.fixture
def reference(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a code of customer c02 ends with, made at a desk of the tiny bank a moment ago."""
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    monkeypatch.setenv("LOBBY_HOME", str(home))
    sources = open_sources(Settings(home=home, continue_url=BASE), wall_clock)
    staff = viewer(sources, "s2", "ipad-1")
    link = start(sources, staff, open_customer(sources, staff, "c02"), Subject("service", "mobile_bank"))
    sources.close()
    assert link is not None
    assert exit_code(app, ["staff", "add", "h9", "--name", "手机银行", "--role", "head_office"]) == 0
    return link.address.removeprefix(BASE)


def test_the_channel_is_told_once(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert exit_code(app, ["continuation", reference, "--as", "h9", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["customer_id"], told["kind"], told["code"]) == ("c02", "service", "mobile_bank")
    assert set(told) == {"customer_id", "visit_id", "branch_id", "kind", "code", "made_at", "expires_at"}
    assert exit_code(app, ["continuation", reference, "--as", "h9", "--json"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("unknown_reference")
    assert reference not in printed.err


def test_staff_of_a_branch_are_refused(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert exit_code(app, ["continuation", reference, "--as", "s2", "--json"]) == 3
    assert capsys.readouterr().out == ""
