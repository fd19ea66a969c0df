"""`lobby check-feed`: exit codes, JSON alone on stdout, a table a person can act on."""

import json
from pathlib import Path

import pytest

from lobby.cli import app, exit_code
from tests.data.feed.feeds import TINY, plain, write_feed


def run(*arguments: str) -> int:
    return exit_code(app, ["check-feed", "--today", "2026-11-20", *arguments])


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOBBY_HOME", str(tmp_path / "home"))


def test_a_good_feed_exits_0_and_stdout_is_json_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(TINY), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"feed", "business_date", "checks", "counts", "not_supplied", "stopped"}
    assert told["business_date"] == "2026-11-20"
    assert told["counts"]["transaction"] == 42
    assert told["stopped"] is False
    assert {
        "code": "rating_expired", "severity": "warn", "table": "customer", "column": "risk_rating",
        "count": 2,
        "examples": [{"file": "customer.csv", "row": 3}], "detail": "",
    } in told["checks"]  # fmt: skip


def test_a_stopped_feed_exits_3_and_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed = write_feed(tmp_path / "feed", {name: rows for name, rows in plain().items() if name != "balance"})
    assert run(str(feed)) == 3
    told = capsys.readouterr().out
    assert "table_missing" in told
    assert "nothing would be published" in told


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_that_is_no_feed_exits_3_with_one_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "empty").mkdir()
    assert run(str(tmp_path / name), "--json") == 3
    told = json.loads(capsys.readouterr().out)
    assert [(check["code"], check["severity"]) for check in told["checks"]] == [("feed_toml", "stop")]
    assert (told["counts"], told["stopped"]) == ({}, True)


def test_nothing_is_left_under_the_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(TINY)) == 0
    assert "rating_expired" in capsys.readouterr().out
    assert not (tmp_path / "home").exists()
