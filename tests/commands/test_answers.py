"""`lobby status | find | show | staff`: JSON alone on stdout, exit codes, the audit of what was shown."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lobby.cli import app, exit_code
from lobby.data.desk import open_desk
from lobby.data.manifest import SCHEMA_VERSION
from lobby.data.queries import names

Run = Callable[..., tuple[int, Any, str]]

SHOWN = {
    "customer_id", "decision", "as_of", "segment", "tier", "assets", "liabilities", "other_currencies",
    "maturing_30d", "habits", "say_first", "suggestions", "services", "not_suggested", "recent",
    "not_supplied", "no_offer", "loan_card", "network", "year",
}  # fmt: skip

SHOW = ("show", "--why", "verify")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOBBY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command: its exit code, the JSON on stdout (None without any), and stderr."""

    def invoke(*arguments: str) -> tuple[int, Any, str]:
        code = exit_code(app, arguments)
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else None, printed.err

    return invoke


@pytest.fixture
def tiny(home: Path, tiny_home: Path) -> Path:
    shutil.copytree(tiny_home, home)
    return home


def test_status_before_the_first_build(home: Path, run: Run) -> None:
    code, told, _ = run("status", "--json")
    assert code == 0
    assert set(told) == {"desk_store", "business_date", "portrait", "counts", "catalogue"}
    assert (told["business_date"], told["portrait"], told["counts"]) == (None, None, {})
    assert told["catalogue"] == {
        "products": 20,
        "services": 16,
        "events": len(names("events")),
        "scenarios": 53,
        "scenario_categories": 12,
        "tags": 153,
        "segments": 12,
    }


def test_status_names_what_is_served(tiny: Path, run: Run) -> None:
    code, told, _ = run("status", "--json")
    assert (code, told["business_date"], told["portrait"]) == (0, "2026-11-20", "20261120-1")
    assert told["counts"]["customer"] == 12
    assert told["counts"]["balance"] == 82


def test_a_portrait_of_another_schema_is_not_served_and_said(tiny: Path, run: Run) -> None:
    manifest = tiny / "portraits" / "manifest-20261120-1.json"
    manifest.write_text(manifest.read_text().replace(SCHEMA_VERSION, "another"))
    code, told, err = run("status", "--json")
    assert (code, told["portrait"], told["counts"]) == (0, None, {})
    assert err.startswith("portrait_schema: ")


@pytest.mark.parametrize("arguments", [("find", "zw", "--as", "s1"), (*SHOW, "c01", "--as", "s1")])
def test_before_the_first_build_nobody_is_found_or_shown(
    home: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    code, told, err = run(*arguments, "--json")
    assert (code, told) == (3, None)
    assert err


def test_f7_find_lists_namesakes_masked(tiny: Path, run: Run) -> None:
    code, told, _ = run("find", "张伟", "--as", "s1", "--json")
    assert code == 0
    assert told == [
        {
            "customer_id": "c11",
            "name_masked": "张*",
            "branch_id": "b1",
            "age_band": "30-39",
            "tails": ["8888", "1010"],
        },
        {
            "customer_id": "c12",
            "name_masked": "张*",
            "branch_id": "b1",
            "age_band": "50-59",
            "tails": ["8888", "1010"],
        },
    ]


@pytest.mark.parametrize("text", ["z", "c03", "nobody", "\udcff"])
def test_what_finds_nobody_is_an_empty_list_and_a_word_on_stderr(tiny: Path, run: Run, text: str) -> None:
    code, told, err = run("find", text, "--as", "s1", "--json")
    assert (code, told) == (0, [])
    assert err


def test_show_has_exactly_the_keys_of_the_contract(tiny: Path, run: Run) -> None:
    code, told, _ = run(*SHOW, "c01", "--as", "s2", "--json")
    assert code == 0
    assert set(told) == SHOWN
    assert (told["customer_id"], told["as_of"], told["segment"]) == ("c01", "2026-11-20", "elderly_saver")
    assert told["assets"] == {"current": 12345.67, "time_deposit": 200000.0}
    assert (told["liabilities"], told["other_currencies"], told["maturing_30d"]) == ({}, {}, 200000.0)
    assert told["habits"]["spent_by_method_365d"] == {"cash": 500.0, "wechat": 60.0}
    assert (told["habits"]["salary"], told["habits"]["pension"]) == (None, {"day": 10, "amount": 4200.0})
    assert set(told["say_first"]) == {"code", "text"}
    assert told["not_supplied"] == []
    for offered in told["suggestions"]:
        assert set(offered) == {"product", "risk", "fit", "reasons", "talk"}
    for line in told["services"]:
        assert set(line) == {"service", "reasons", "talk"}
        assert all(set(reason) == {"code", "facts"} for reason in line["reasons"])
    for left in told["not_suggested"]:
        assert set(left) == {"product", "stage", "reason", "values"}
    assert "maturity" in [line["service"] for line in told["services"]]


def test_show_tells_of_others_to_those_alone_who_may_see_them(tiny: Path, run: Run) -> None:
    around = run(*SHOW, "c04", "--as", "s2", "--reason", "asked", "--json")[1]["network"]
    assert [tie["kind"] for tie in around["nodes"][0]["ties"]] == ["household", "guardian", "paid_by"]
    told = json.dumps(around, ensure_ascii=False)
    assert not [number for number in ("c05", "c01", "a05") if f'"{number}"' in told]
    assert run(*SHOW, "c04", "--as", "s1", "--reason", "asked", "--json")[1]["network"] is None


def test_show_tells_the_year_in_a_branch_and_the_loan_card_where_it_fits(tiny: Path, run: Run) -> None:
    year = run(*SHOW, "c02", "--as", "s1", "--reason", "asked", "--json")[1]["year"]
    assert (year["spent"], year["customer_since"]) == (3489.38, "2020-07-01")
    assert {"code", "amount", "count", "most_in"} == set(year["by_category"][0])
    assert run(*SHOW, "c02", "--as", "s5", "--reason", "asked", "--json")[1]["year"] is None
    assert run(*SHOW, "c02", "--as", "s1", "--reason", "asked", "--json")[1]["loan_card"] is None


def test_other_currencies_and_unfinished_business_are_shown(tiny: Path, run: Run) -> None:
    assert run(*SHOW, "c08", "--as", "s4", "--json")[1]["other_currencies"] == {"USD": 1200.5}
    services = run(*SHOW, "c11", "--as", "s2", "--json")[1]["services"]
    assert "resume_application" in [line["service"] for line in services]


def test_show_never_prints_a_name_or_a_whole_number(tiny: Path, run: Run) -> None:
    told = json.dumps(run(*SHOW, "c01", "--as", "s2", "--json")[1], ensure_ascii=False)
    assert not [secret for secret in ("王秀兰", "13800001234", "000000195503080001") if secret in told]


def test_show_is_audited_as_an_opening_and_a_reveal(tiny: Path, run: Run) -> None:
    run(*SHOW, "c03", "--as", "s1", "--reason", "card left at our counter", "--json")
    desk = open_desk(tiny, lambda: datetime(2026, 11, 20, tzinfo=UTC))
    rows = desk.audited(10)
    desk.close()
    assert [row["action"] for row in reversed(rows)] == ["open", "reveal", "decision", "part"]
    assert {(row["staff_id"], row["device"], row["customer_id"]) for row in rows} == {("s1", "cli", "c03")}
    assert all(row["os_user"] for row in rows)
    assert rows[-1]["reason"] == "card left at our counter"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((*SHOW, "c03", "--as", "s1"), "reason_needed"),
        ((*SHOW, "c99", "--as", "s1"), "reason_needed"),
        ((*SHOW, "c99", "--as", "s1", "--reason", "asked"), "unknown_customer"),
        ((*SHOW, "c01", "--as", "nobody"), "unknown_staff"),
        (("find", "zw", "--as", "nobody"), "unknown_staff"),
    ],
)
def test_what_is_refused_exits_3_without_a_word_on_stdout(
    tiny: Path, run: Run, arguments: tuple[str, ...], code: str
) -> None:
    exited, told, err = run(*arguments, "--json")
    assert (exited, told) == (3, None)
    assert err.startswith(f"{code}: ")


def test_a_desk_that_cannot_be_written_exits_4(tiny: Path, run: Run) -> None:
    (tiny / "desk.sqlite").mkdir()
    exited, told, err = run(*SHOW, "c01", "--as", "s1", "--json")
    assert (exited, told) == (4, None)
    assert err.startswith("desk_unwritable: ")


def test_staff_are_added_and_listed(tiny: Path, run: Run) -> None:
    code, told, _ = run("staff", "add", "x1", "--name", "白杨", "--role", "adviser", "--branch", "b2",
                        "--qualifications", "wm;fund", "--login", "x1@bank.example")  # fmt: skip
    assert (code, told["qualifications"]) == (0, ["wm", "fund"])
    code, told, _ = run("staff", "list", "--json")
    assert (code, [member["staff_id"] for member in told]) == (
        0,
        ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "x1"],
    )
    assert run(*SHOW, "c03", "--as", "x1", "--json")[0] == 0


def test_a_wrong_role_is_named_with_the_nearest(tiny: Path, run: Run) -> None:
    code, told, err = run("staff", "add", "x1", "--name", "白杨", "--role", "advisor", "--branch", "b2")
    assert (code, told) == (3, None)
    assert "adviser" in err
