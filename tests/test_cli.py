"""The exit code says who must act; stderr says what to do; customer data is in neither."""

import subprocess
import sys

import pytest
import typer

from lobby.cli import exit_code
from lobby.domain.errors import AccessRefused, DeskError, FeedError, SettingsError
from tests.logged import logged


def commands_that_raise(error: BaseException) -> typer.Typer:
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.command()
    def fail() -> None:
        raise error

    return app


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AccessRefused("other_branch", "Not your branch."), 3),
        (FeedError("table_missing", "No customer table."), 3),
        (SettingsError("home_unreadable", "LOBBY_HOME cannot be read."), 3),
        (DeskError("desk_locked", "The desk store is locked."), 4),
        (KeyError("an own mistake"), 4),
        (SystemExit(0), 0),
    ],
)
def test_the_exit_code_says_who_must_act(error: BaseException, code: int) -> None:
    assert exit_code(commands_that_raise(error), []) == code


def test_a_stop_names_code_message_and_hint_on_stderr_alone(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code(commands_that_raise(FeedError("table_missing", "No customer table.", "Add customer.csv.")), [])
    assert capsys.readouterr() == ("", "table_missing: No customer table. Add customer.csv.\n")


def test_an_own_fault_never_prints_the_value_that_broke_it(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    exit_code(commands_that_raise(ValueError("could not convert 6222020200112233")), [])
    printed = capsys.readouterr()
    assert printed.out == ""
    (told,) = logged(caplog)
    assert "6222020200112233" not in printed.err + caplog.text + str(told)
    assert (told["event"], told["kind"]) == ("fault", "ValueError")
    assert printed.err.startswith(told["error_id"])
    assert "test_cli.py" in told["place"]


def test_the_same_fault_has_the_same_code(capsys: pytest.CaptureFixture[str]) -> None:
    codes = set()
    for value in ("one", "two"):
        exit_code(commands_that_raise(ValueError(value)), [])
        codes.add(capsys.readouterr().err.split(":")[0])
    assert len(codes) == 1


@pytest.mark.parametrize("heavy", ["streamlit", "pandas", "plotly", "pypinyin"])
def test_the_command_line_starts_without_what_only_the_screen_or_the_build_needs(heavy: str) -> None:
    script = f"import sys, lobby.cli; sys.exit('{heavy}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
