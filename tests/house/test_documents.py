"""What exists is documented, and what is documented exists."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
import typer

from lobby.cli import app
from lobby.data.settings import Settings
from lobby.domain.suspicion import Kind
from lobby.services.doctor_desk import CHECKS
from tests.house.document_rules import commands_of, linked, pinned_without_hash, undocumented

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TO_RUN, TO_TEST = (
    [re.split(r"[<>=\[]", package)[0] for package in packages]
    for packages in (PROJECT["dependencies"], PROJECT["optional-dependencies"]["dev"])
)
PACKAGES = TO_RUN + TO_TEST
DOCUMENTS = [
    "README.md",
    "docs/adapters.md",
    "docs/operations.md",
    "docs/trust.md",
    "docs/trust/impact.md",
    "docs/trust/threats.md",
    "queries/README.md",
    "sample_data/README.md",
]


OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
LOGGED = re.compile(r"(?:log\.(?:warning|error)\(|logs\.fault\(log, \w+, )\"(\w+)\"")


def names_in(folder: str, pattern: str) -> list[str]:
    return sorted(path.stem for path in (ROOT / folder).glob(pattern))


def test_every_command_is_documented() -> None:
    assert undocumented(commands_of(typer.main.get_command(app)), README, "`lobby {}") == []


def test_every_setting_is_documented_with_its_default_and_its_meaning() -> None:
    rows = [
        f"| `LOBBY_{name.upper()}` | `{field.default}` | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    assert undocumented(rows, README, "{}") == []
    assert len(re.findall("^\\| `LOBBY_", README, re.MULTILINE)) == len(rows)


def test_every_alarm_says_what_to_do() -> None:
    readiness = (ROOT / "lobby" / "services" / "readiness.py").read_text(encoding="utf-8")
    manifests = (ROOT / "lobby" / "data" / "manifest.py").read_text(encoding="utf-8")
    reasons = re.findall(r'yield "(\w+)"', readiness)
    reasons += ["portrait_damaged", *re.findall(r'BuildError\(\s*"(\w+)"', manifests)]
    assert len(reasons) > 10
    assert undocumented([*reasons, *CHECKS, *get_args(Kind)], OPERATIONS, "`{}`") == []


def test_everything_that_is_logged_is_documented() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "lobby").rglob("*.py")]
    events = {event for source in sources for event in LOGGED.findall(source)}
    assert len(events) > 5
    assert undocumented(sorted(events - {"not_told"}), OPERATIONS, "`{}`") == []


def test_every_page_is_documented() -> None:
    assert undocumented(names_in("pages", "*.py"), README, "| `{}` |") == []


def test_every_documented_command_and_page_exists() -> None:
    commands = re.findall(r"^\| `lobby ([a-z-]+(?: [a-z]+)?)", README, re.MULTILINE)
    assert set(commands) == set(commands_of(typer.main.get_command(app)))
    pages = re.findall(r"^\| `([a-z_]+)` \|", README, re.MULTILINE)
    assert set(pages) == set(names_in("pages", "*.py"))


def test_every_make_target_is_documented() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"run", "test"} <= set(targets)
    assert undocumented(targets, README, "| `make {}` |") == []


def test_every_folder_is_documented() -> None:
    parts = (path for path in (ROOT / "lobby").iterdir() if any(path.glob("*.*")))
    folders = [f"lobby/{path.name}" for path in parts if path.name != "__pycache__"]
    folders += [path.name for path in ROOT.iterdir() if any(path.glob("*.py"))]
    assert len(folders) > 10
    assert undocumented(folders, README.split("## Working on it")[1], "`{}/`") == []


def test_every_package_has_its_reason_and_every_reason_its_package() -> None:
    assert undocumented(PACKAGES, README, "\n| {} | ") == []
    rows = re.findall(r"^\| ([a-z0-9-]+) \| .+ \|$", README.split("The packages")[1], re.MULTILINE)
    assert sorted(rows) == sorted([*PACKAGES, "package"])


def test_how_to_add_names_the_seven_things() -> None:
    things = re.findall(r"^- \*\*(\w+)\*\*: .{20,}", README.split("## How to add")[1], re.MULTILINE)
    assert things == ["query", "product", "event", "talk", "service", "page", "language"]


def test_every_query_folder_and_event_is_documented() -> None:
    queries = ROOT / "queries"
    words = (queries / "README.md").read_text(encoding="utf-8") if (queries / "README.md").exists() else ""
    folders = sorted(path.name for path in queries.glob("*/") if any(path.glob("*.sql")))
    assert undocumented(folders, words, "`{}/`") == []
    assert undocumented(names_in("queries/events", "*.sql"), words, "`{}`") == []
    assert undocumented(names_in("queries/risk", "*.sql"), words, "| `{}` |") == []


def test_every_event_has_its_cases() -> None:
    cases = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "queries").glob("*.py"))
    assert undocumented(names_in("queries/events", "*.sql"), cases, 'happened("{}", ') == []


@pytest.mark.parametrize("folder", ["products", "services"])
def test_every_product_and_service_says_its_name_and_its_talk(folder: str) -> None:
    for path in sorted((ROOT / "lobby" / "catalog" / folder).glob("*.toml")):
        assert {"name", "talk"} <= set(tomllib.loads(path.read_text(encoding="utf-8"))), path.name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    path = ROOT / document
    links = linked(path.read_text(encoding="utf-8")) if path.exists() else []
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize(
    ("lock", "packages"), [("requirements.lock", TO_RUN), ("requirements-dev.lock", PACKAGES)]
)
def test_the_locks_pin_by_hash_and_name_no_host(lock: str, packages: list[str]) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert pinned_without_hash(text) == []
    assert undocumented(packages, "\n" + text, "\n{}==") == []
