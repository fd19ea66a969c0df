"""The sample bank's past: lived through the real services, in order, marked, where nothing is yet."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lobby.data.build import build
from lobby.data.desk import Desk, open_desk
from lobby.data.desk_outcomes import outcomes_since
from lobby.data.desk_results import first_offers
from lobby.data.home import Home
from lobby.data.manifest import read_manifest, write_manifest
from lobby.data.settings import Settings
from tests.sample_data.conftest import asking, generate

ROOT = Path(__file__).parents[2]
PAST = ROOT / "sample_data" / "past.py"
SCRIPT = ROOT / ".ci" / "sample-bank"
BEGUN, UNTIL = "2026-10-05", "2026-11-19"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def lived(past: Path, home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What the command does to the desk store of `home`."""
    command = [sys.executable, str(PAST), "--past", str(past), "--feed", str(past / "feed"), "--until", UNTIL]
    command += ["--talks", str(home / "talks.csv"), "--visits", "80", *options]
    environment = {**os.environ, "LOBBY_HOME": str(home)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the bank as it was six weeks before, whose clock goes."""
    home = tmp_path_factory.mktemp("past")
    options = ("--customers", "300", "--as-of", BEGUN, "--clock", "wall", "--months", "8")
    generate(home / "feed", *options, "--transactions-per-customer", "15")
    build(home / "feed", Settings(home=home), now=datetime(2026, 10, 5, 1, tzinfo=UTC))
    return home


@pytest.fixture(scope="module")
def home(earlier: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home whose desk store has the past."""
    made = tmp_path_factory.mktemp("home")
    done = lived(earlier, made)
    assert done.returncode == 0, done.stderr
    return made


def desk_of(home: Path) -> Desk:
    return open_desk(home, lambda: datetime(2026, 11, 20, 1, tzinfo=UTC))


def test_every_visit_is_in_the_audit_in_order_under_a_device_that_says_it_is_invented(home: Path) -> None:
    desk = desk_of(home)
    rows = list(reversed(desk.audited(9999)))
    desk.close()
    actions = Counter(row["action"] for row in rows)
    assert actions["arrival"] == actions["open"] == actions["decision"] == 80
    assert actions["refused"] == 0
    assert {row["device"].rsplit("-", 2)[0] for row in rows} == {"sample-past", "api"}
    assert {row["staff_id"] for row in rows if row["device"] == "api"} == {"sample-past"}
    times = [row["happened_at"] for row in rows]
    assert times == sorted(times)
    assert date(2026, 10, 5) <= times[0].date() < times[-1].date() == date.fromisoformat(UNTIL)


def test_what_came_of_the_talks_stands_but_what_was_tapped_by_mistake(home: Path) -> None:
    desk = desk_of(home)
    found = outcomes_since(desk, LONG_AGO)
    groups = Counter(one.offer.is_control for one in first_offers(desk, date.fromisoformat(BEGUN), None))
    desk.close()
    assert {one.result for one in found} > {"declined", "interested", "not_now", "not_appropriate"}
    assert all(one.reasons for one in found if one.result == "declined")
    assert any(one.voided_by == "undo" for one in found)
    assert min(groups[True], groups[False]) > 0


def test_the_next_feed_shows_what_the_talks_came_to(home: Path, tmp_path: Path) -> None:
    options = ("--customers", "300", "--base-rate", "0.5", "--lift", "0.5")
    feed = generate(tmp_path / "feed", *options, "--talks", str(home / "talks.csv"))
    ask = asking(feed)
    taken = ask("select customer_id, product_code, taken_up_on from truth_taken_up where is_taken_up")
    opened = ask("select customer_id, product_code, opened_on from account")
    assert len(taken) > 10
    assert set(taken) <= set(opened)
    assert ask("select count(*) from account where opened_on > '2026-11-20'") == [(0,)]


def test_a_desk_store_that_holds_a_talk_is_left_alone(earlier: Path, home: Path) -> None:
    desk = desk_of(home)
    before = desk.audited(9999)
    assert lived(earlier, home).returncode == 0
    after = desk.audited(9999)
    desk.close()
    assert after == before


def test_a_real_bank_gets_no_invented_past(earlier: Path, tmp_path: Path) -> None:
    shutil.copytree(earlier, tmp_path / "bank")
    home = Home(tmp_path / "bank")
    (version,) = home.versions()
    write_manifest(home, replace(read_manifest(home, version), demo=False))
    done = lived(tmp_path / "bank", tmp_path)
    assert (done.returncode, "no invented bank" in done.stderr) == (1, True)
    assert not (tmp_path / "desk.sqlite").exists()


@pytest.mark.proof
def test_the_bank_that_make_run_serves_is_made_with_its_past_and_once(tmp_path: Path) -> None:
    home = tmp_path / "var"
    said = []
    for _ in ("made", "there already"):
        environment = {**os.environ, "LOBBY_HOME": str(home)}
        done = subprocess.run([str(SCRIPT)], capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout + done.stderr)
    assert "20261120-1: 20,000 customers as of 2026-11-20" in said[0]
    assert said[1] == ""
    assert read_manifest(Home(home), "20261120-1").counts["customer"] == 20_000
    assert not (home / "sample-past").exists()
