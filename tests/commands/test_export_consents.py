"""`lobby export-consents`: what was said at a desk leaves in the columns of a feed and comes back."""

from __future__ import annotations

import csv
import json
import shutil
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lobby.cli import app, exit_code
from lobby.commands.composition import wall_clock
from lobby.data.settings import Settings
from lobby.services import exports
from lobby.services.consents import say
from lobby.services.erasures import forget
from lobby.services.sources import Sources, open_sources
from lobby.services.staff import viewer
from lobby.services.visits import open_customer
from tests.built import TINY, build_at, open_built, records


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny bank after c02 refused marketing by phone and then asked to be forgotten."""
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    monkeypatch.setenv("LOBBY_HOME", str(home))
    sources = open_sources(Settings(home=home), wall_clock)
    staff = viewer(sources, "s2", "ipad-1")
    visit = open_customer(sources, staff, "c02")
    say(sources, staff, visit, "contact_sms", False, "k1", sources.now(), "zh_Hans")
    forget(sources, staff, visit, "k2", sources.now(), "zh_Hans")
    sources.close()
    return home


def released(home: Path) -> None:
    """Have somebody else of head office release whatever waits."""
    sources = open_sources(Settings(home=home), wall_clock)
    other = replace(viewer(sources, "s5", "ipad-1"), staff_id="s55")
    for one in exports.to_release(sources, other):
        exports.release(sources, other, one.number)
    sources.close()


def exported(home: Path, folder: Path, *more: str) -> tuple[int, list[dict[str, str]], list[dict[str, str]]]:
    asked = ["export-consents", str(folder), "--as", "s5", "--json", *more]
    if not folder.exists():
        assert (exit_code(app, asked), folder.exists()) == (3, False)
        released(home)
    code = exit_code(app, asked)
    tables = [list(csv.DictReader((folder / f"{name}.csv").open())) for name in ("consent", "erasure")]
    return code, *tables


def audited(home: Path) -> list[dict[str, object]]:
    sources: Sources = open_sources(Settings(home=home), wall_clock)
    rows = sources.desk.audited(9, action="export")
    sources.close()
    return [dict(row["details"]) for row in rows if row["result"] == "ok"]


def test_every_word_leaves_once_by_number_and_is_audited(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, consents, erasures = exported(home, tmp_path / "out")

    assert code == 0
    assert json.loads(capsys.readouterr().out) == {"consent": 3, "erasure": 1}
    said = [(one["customer_id"], one["purpose"], one["channel"], one["state"]) for one in consents]
    assert sorted(said) == [
        ("c02", "marketing", "any", "denied"),
        ("c02", "marketing", "sms", "denied"),
        ("c02", "profiling", "any", "denied"),
    ]
    assert [(one["customer_id"], one["state"], one["due_on"]) for one in erasures] == [
        ("c02", "received", "2026-12-05")
    ]
    assert stat.S_IMODE((tmp_path / "out" / "consent.csv").stat().st_mode) == 0o600
    (row,) = audited(home)
    assert len(str(row.pop("release"))) == 32
    assert row == {"what": "desk_word", "since": None, "consent": 3, "erasure": 1}


def test_order_24_export_a_folder_is_released_once_by_somebody_else(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(home, tmp_path / "out")
    assert exported(home, tmp_path / "out")[0] == 0
    capsys.readouterr()
    assert exit_code(app, ["export-consents", str(tmp_path / "other"), "--as", "s5"]) == 3
    assert "waits for a second person" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()
    assert len(audited(home)) == 2


def test_only_what_was_said_since_a_day_leaves(home: Path, tmp_path: Path) -> None:
    today = wall_clock().date()
    for day, count in ((today - timedelta(days=1), 3), (today + timedelta(days=2), 0)):
        _, consents, _ = exported(home, tmp_path / "out", "--since", str(day))
        assert len(consents) == count


def test_the_next_feed_carries_it(home: Path, tmp_path: Path) -> None:
    exported(home, tmp_path / "out")
    feed = tmp_path / "feed"
    shutil.copytree(TINY, feed)
    lines = (tmp_path / "out" / "consent.csv").read_text().splitlines()
    kept = (feed / "consent.csv").read_text().splitlines()
    assert lines[0] == kept[0]
    (feed / "consent.csv").write_text("\n".join([*kept, *lines[1:]]) + "\n")
    build_at(tmp_path / "next", feed)
    asked = "select has_marketing_consent, has_profiling_consent from portrait where customer_id = 'c02'"

    before, after = (records(open_built(one), asked) for one in (home, tmp_path / "next"))
    assert before == [{"has_marketing_consent": True, "has_profiling_consent": True}]
    assert after == [{"has_marketing_consent": False, "has_profiling_consent": False}]


@pytest.mark.parametrize("staff", ["s1", "s2", "s3", "s6", "s7"])
def test_nobody_but_head_office_hands_them_on(staff: str, home: Path, tmp_path: Path) -> None:
    assert exit_code(app, ["export-consents", str(tmp_path / "out"), "--as", staff]) == 3
    assert not (tmp_path / "out").exists()
