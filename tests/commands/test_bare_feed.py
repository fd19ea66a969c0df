"""A feed of the five required tables alone: nothing is shown that it does not tell."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lobby.cli import app, exit_code
from tests.built import build_at, open_built, records
from tests.data.feed.feeds import plain, write_feed

Show = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def bare_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """c1: an elder at the counter; c2: a borrower; c3: her accounts are closed or not yet open."""
    tables = plain()
    born = {"c1": "1950-01-01", "c2": "1990-01-01", "c3": "1990-01-01"}
    genders = {"c1": "女", "c2": "M", "c3": "x"}
    for row in tables["customer"]:
        row |= {"birth_date": born[row["customer_id"]], "gender": genders[row["customer_id"]]}
    for row in tables["account"]:
        row["closed_on"] = "2026-11-20" if row["account_id"] == "a3" else ""
    tables["account"] += [
        {**tables["account"][1], "account_id": "l2", "kind": "consumer_loan"},
        {**tables["account"][2], "account_id": "n3", "closed_on": "", "opened_on": "2026-11-21"},
    ]
    tables["balance"] += [
        {"account_id": "l2", "balance_on": "2026-11-20", "balance": "5000.00"},
        {"account_id": "n3", "balance_on": "2026-11-21", "balance": "300000.00"},
    ]
    folder = tmp_path_factory.mktemp("bare")
    feed = write_feed(
        folder / "feed", tables, {"demo": "true"}, clock='"business_date"', consent_default='"granted"'
    )
    build_at(folder / "var", feed)
    return folder / "var"


@pytest.fixture
def show(
    bare_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Show:
    """What `lobby show` prints of a customer, for an adviser added at the desk."""
    shutil.copytree(bare_home, tmp_path / "home")
    monkeypatch.setenv("LOBBY_HOME", str(tmp_path / "home"))
    added = [
        "staff",
        "add",
        "s1",
        "--name",
        "何晓",
        "--role",
        "adviser",
        "--branch",
        "b1",
        "--qualifications",
        "loan",
    ]
    assert exit_code(app, added) == 0

    def shown(customer_id: str) -> dict[str, Any]:
        capsys.readouterr()
        assert exit_code(app, ["show", customer_id, "--as", "s1", "--why", "verify", "--json"]) == 0
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    return shown


def test_no_service_rests_on_logins_or_counters_nobody_told_of(show: Show) -> None:
    told = show("c1")
    assert [line["service"] for line in told["services"]] == ["anti_fraud"]
    assert "touchpoint" in told["not_supplied"]


def test_habits_made_of_absent_tables_are_null(show: Show) -> None:
    habits = show("c1")["habits"]
    assert habits["spent_by_method_365d"] == {"other": 10.0}
    assert (habits["spent_by_category_365d"], habits["bound_wallets"]) == (None, None)
    assert (habits["last_mobile_login_on"], habits["last_branch_visit_on"]) == (None, None)


def test_without_a_schedule_nobody_knows_whether_a_borrower_is_overdue(show: Show) -> None:
    left = {one["product"]: (one["stage"], one["reason"]) for one in show("c2")["not_suggested"]}
    assert left["loan_home"] == ("allowed", "not_offered_now")


def test_who_has_no_open_account_is_offered_nothing(show: Show) -> None:
    told = show("c3")
    assert (told["assets"], told["suggestions"]) == ({}, [])
    assert {(one["stage"], one["reason"]) for one in told["not_suggested"]} == {("eligible", "no_account")}


def test_a_gender_is_one_of_two_words_or_none(bare_home: Path) -> None:
    found = records(open_built(bare_home), "select gender from portrait order by customer_id")
    assert [row["gender"] for row in found] == ["female", "male", None]
