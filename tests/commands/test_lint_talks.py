"""`lobby lint-talks`: exit codes, JSON alone on stdout, every fault with its place."""

import json
from pathlib import Path

import pytest

from lobby.cli import app, exit_code
from lobby.data.catalog import CATALOG_FOLDER

GOLD = (CATALOG_FOLDER / "talks" / "gold.toml").read_text(encoding="utf-8")


def run(*arguments: str) -> int:
    return exit_code(app, ["lint-talks", *arguments])


def test_our_own_have_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"talks": len(list((CATALOG_FOLDER / "talks").glob("*.toml"))), "faults": []}


def test_every_fault_of_a_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(GOLD.replace("会涨也会跌", "只 涨 不 跌").replace('"N6"', '"N1"'), encoding="utf-8")
    assert run(str(path), "--json") == 3
    told = json.loads(capsys.readouterr().out)
    assert told["talks"] == 1
    assert {
        "file": "ours.toml", "code": "forbidden_word", "place": "short", "language": "zh_Hans",
        "detail": "只涨不跌",
    } in told["faults"]  # fmt: skip
    assert {fault["code"] for fault in told["faults"]} == {"forbidden_word"}


def test_a_file_that_cannot_be_read_is_one_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(GOLD.replace('kind = "offer"', 'kind = "sale"'), encoding="utf-8")
    assert run(str(path)) == 3
    told = capsys.readouterr().out
    assert "Conversations: 1, faults: 1." in told
    assert "catalog_name" in told
