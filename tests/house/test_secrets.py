"""No secret is in the repository, and no command takes one where the list of processes shows it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import typer

from lobby.cli import app
from tests.house.secret_rules import secret_faults

ROOT = Path(__file__).parents[2]
HEAD = "-----BEGIN {} KEY-----"
SECRET = re.compile(r"secret|password|token|private")


def files() -> list[str]:
    """What is kept in the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


def test_f59_nothing_in_the_repository_looks_like_a_secret() -> None:
    found = files()
    assert len(found) > 500
    texts = ((path, (ROOT / path).read_bytes().decode("utf-8", "ignore")) for path in found)
    assert [fault for path, text in texts for fault in secret_faults(path, text)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tests/x.py", HEAD.format("RSA PRIVATE")),
        ("docs/x.md", HEAD.format("PRIVATE")),
        ("x.sh", "AKIA" + "A1" * 8),
        ("x.toml", "ghp_" + "a1" * 18),
        ("x.md", "eyJ" + "a" * 30 + "." + "b" * 30 + "." + "c" * 20),
        ("docs/x.md", "postgresql://lobby:hunter22@db/lobby"),
        ("lobby/x.py", "PASSWORD = " + '"correct-horse-1"'),
        (".streamlit/x.toml", "client_secret = " + '"a1b2c3d4e5f6a7b8"'),
        ("x.json", '{"token": ' + '"a1b2c3d4e5f6a7b8"}'),
    ],
)
def test_f59_what_looks_like_a_secret_is_caught(path: str, text: str) -> None:
    assert len(secret_faults(path, f"first line\n{text}\n")) == 1
    assert secret_faults(path, f"first line\n{text}\n")[0].startswith(f"{path}:2: ")


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://USER:PASSWORD@HOST:5432/DATABASE",
        'SECRET_VARIABLE = "SHORT"',
        "api_keys: SecretStr | None = Field(",
        '"https://example.org/a:b"',
    ],
)
def test_f59_a_name_for_a_secret_is_none(text: str) -> None:
    assert secret_faults("lobby/x.py", text) == []


def test_f59_no_command_takes_a_secret_on_its_line() -> None:
    def options(command: object) -> list[str]:
        inner = getattr(command, "commands", {}).values()
        own = [str(name) for one in getattr(command, "params", ()) for name in one.opts]
        return own + [name for one in inner for name in options(one)]

    found = options(typer.main.get_command(app))
    assert "--as" in found
    assert [name for name in found if SECRET.search(name)] == []
