"""Whatever is typed behind a command: an answer or a refusal, never a mistake of ours."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from lobby.cli import app, exit_code
from tests.fuzzed import texts

Words = Callable[[str], tuple[str, ...]]
COMMANDS: tuple[Words, ...] = (
    lambda text: ("find", text, "--as", "s1", "--json"),
    lambda text: ("find", "c01", "--as", text),
    lambda text: ("find", "13500002345", "--as", "s1", "--reason", text),
    lambda text: ("show", text, "--as", "s1", "--why", "other", "--reason", text),
    lambda text: ("explain", text, "--as", "s7"),
    lambda text: ("continuation", text, "--as", "s5"),
    lambda text: ("audit", "search", "--as", "s7", "--person", text, "--customer", text, "--branch", text),
    lambda text: ("audit", "customer", text, "--as", "s7"),
    lambda text: ("audit", "seen", "--as", "s7", "--person", text, "--device", text),
    lambda text: ("staff", "block", text),
    lambda text: ("staff", "add", text, "--name", text, "--role", "lobby", "--branch", "b1", "--login", text),
    lambda text: ("sessions", "end", "--staff", text),
    lambda text: ("sessions", "end", "--device", text),
    lambda text: ("subject", "erase", text, "--as", "s5", "--reason", text),
)
COUNT = 140
TOLD = {0, 2, 3}  # done, misused, refused


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(tiny_home, tmp_path / "home")
    monkeypatch.setenv("LOBBY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def odd() -> Iterator[tuple[str, ...]]:
    """Commands, one after the other, each behind it what nobody would type."""
    drawn, lot = islice(texts(Random(20261124)), COUNT), Random(20261125)
    return (lot.choice(COMMANDS)(text) for text in drawn)


@pytest.mark.proof
def test_f46_asvs_16_5_1_whatever_is_typed_behind_a_command_is_no_mistake_of_ours(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert [words for words in odd() if exit_code(app, words) not in TOLD] == []
    assert "Traceback" not in capfd.readouterr().err
