"""The Python of the checkout keeps the house rules; each rule is shown to bite in test_rules.py."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import rules, usage_rules

ROOT = Path(__file__).parents[2]
AREAS = ("lobby", "pages", "sample_data", "bench", "tests")
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.py"), *(path for area in AREAS for path in (ROOT / area).rglob("*.py"))]
)
OURS = [path for path in FILES if not path.startswith("tests/")]

# A function that may be longer than 40 lines: its limit and why it is not better in two.
LONGER_FUNCTIONS: dict[str, tuple[int, str]] = {}


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "rule",
    [
        rules.import_faults,
        rules.clock_faults,
        rules.sql_text_faults,
        rules.session_state_faults,
        rules.injection_faults,
        rules.connection_faults,
        rules.markdown_faults,
        rules.log_faults,
        rules.name_faults,
        rules.comment_faults,
        rules.docstring_faults,
    ],
)
def test_every_file_keeps_the_rule(rule: Callable[[str, str], list[str]]) -> None:
    assert "\n".join(fault for path in FILES for fault in rule(path, text(path))) == ""


def test_asvs_1_2_4_f46_no_sql_is_put_together_where_people_type() -> None:
    assert "\n".join(fault for path in FILES for fault in rules.built_sql_faults(path, text(path))) == ""


def test_f2_nothing_of_one_session_or_viewer_is_kept_for_another() -> None:
    assert "\n".join(fault for path in FILES for fault in rules.cache_faults(path, text(path))) == ""


def test_pages_are_short() -> None:
    pages = [path for path in OURS if path.startswith("pages/")]
    assert "\n".join(fault for path in pages for fault in rules.page_faults(path, text(path))) == ""


def test_the_app_script_is_short() -> None:
    app = [path for path in OURS if path == "app.py"]
    assert "\n".join(fault for path in app for fault in rules.length_faults(path, text(path), 60)) == ""


def test_modules_are_short() -> None:
    assert "\n".join(fault for path in OURS for fault in rules.length_faults(path, text(path), 300)) == ""


def test_functions_are_short() -> None:
    raised = {name: limit for name, (limit, _) in LONGER_FUNCTIONS.items()}
    assert (
        "\n".join(fault for path in OURS for fault in rules.function_faults(path, text(path), raised)) == ""
    )


def test_everything_is_asked_for_by_the_program() -> None:
    program = {path.removesuffix(".py").replace("/", "."): text(path) for path in OURS}
    entered = frozenset({("lobby.cli", "main")})
    assert "\n".join(usage_rules.unused(program, entered)) == ""


def test_every_raised_limit_names_a_function_and_a_reason() -> None:
    known = {f"{path}::{function.name}" for path in OURS for function in rules.functions_of(text(path))}
    assert set(LONGER_FUNCTIONS) <= known
    assert all(reason for _, reason in LONGER_FUNCTIONS.values())
