"""The checkout holds what its list says, and needs nothing beside it."""

from collections.abc import Iterator
from pathlib import Path

from tests.house.document_rules import strangers

ROOT = Path(__file__).parents[2]
FILES = "LICENSE Makefile README.md app.py pyproject.toml requirements.lock requirements-dev.lock"
FOLDERS = "bench docs lobby pages queries sample_data tests"
TRACKED = f"{FILES} {FOLDERS}".split()
MADE = ["build", "lobby.egg-info", "var", "__pycache__"]
TEXT = {".css", ".js", ".json", ".md", ".po", ".py", ".sh", ".sql", ".toml", ""}


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the project outside tests and bench, with its path."""
    tops = [ROOT / name for name in TRACKED if name not in ("tests", "bench")]
    tops += [ROOT / ".ci", ROOT / ".streamlit"]
    for top in tops:
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and path.suffix in TEXT:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_the_top_level_holds_what_its_list_says() -> None:
    assert strangers((path.name for path in ROOT.iterdir()), TRACKED + MADE) == []


def test_nothing_needs_a_folder_beside_the_checkout() -> None:
    assert [path for path, text in texts() if "../shared" in text] == []


def test_the_walk_reads_the_project() -> None:
    assert {"Makefile", ".ci/run", "lobby/cli.py"} <= {path for path, _ in texts()}
