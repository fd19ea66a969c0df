"""What `/readyz` is told: of the portrait, of its age, of the desk, the disk and the clock."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from lobby.data.desk import Happening
from lobby.data.home import Home, write_json
from lobby.data.settings import Settings
from lobby.domain.errors import SettingsError
from lobby.domain.viewer import Viewer
from lobby.services.readiness import readiness
from lobby.services.sources import Sources, open_sources
from tests.data.test_warehouse import add_version, looking_always
from tests.desk_stores import DeskStore, Watch, rows_of

SOMEBODY = Happening(Viewer("s1", "何晓", "lobby", "b1", device="ipad-1"), "search")


def told(sources: Sources, **policy: Any) -> dict[str, Any]:
    """What is told where these numbers of the policy hold; however full the disk of the tests is."""
    own = replace(sources.catalog.policy, **{"disk_free_share": Decimal(0), **policy})
    return dict(readiness(replace(sources, catalog=replace(sources.catalog, policy=own)), sources.now))


@pytest.mark.both_stores
def test_a_served_portrait_and_a_desk_that_takes_writes(sources: Sources) -> None:
    found = told(sources)
    assert 0 < found.pop("disk_free_share") <= 1
    assert found == {
        "status": "ready",
        "reasons": [],
        "portrait": sources.portraits.fingerprint,
        "business_date": "2026-11-20",
        "age_days": 0,
        "customers": 12,
        "rows": sum(sources.portraits.manifest.counts.values()),
        "set_aside": 0,
        "is_desk_writable": True,
        "clock_behind_seconds": 0.0,
        "audit_copy_rows_behind": None,
        "audit_rows_missing": 0,
    }


def test_before_the_first_build_nobody_can_be_looked_up(tmp_path: Path) -> None:
    empty = open_sources(Settings(home=tmp_path), lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))
    found = told(empty)
    assert (found["status"], found["reasons"]) == ("unavailable", ["no_portrait"])
    assert (found["portrait"], found["is_desk_writable"]) == (None, True)
    empty.close()


def test_f12_a_newer_portrait_that_is_damaged_is_told_and_the_last_good_one_served(
    sources: Sources, tiny_home: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(tiny_home, home.path)
    with closing(looking_always(home)) as portraits:
        own = replace(sources, portraits=portraits)
        assert told(own)["status"] == "ready"
        add_version(home, "20261120-2", served=False)
        home.portrait("20261120-2").write_bytes(b"<html>502 Bad Gateway</html>")
        write_json(home.current, {"version": "20261120-2"})
        found = told(own)
    assert (found["status"], found["reasons"]) == ("degraded", ["portrait_damaged"])
    assert found["portrait"] == sources.portraits.fingerprint


def test_f24_a_late_feed_is_told_and_goes_on_being_served(sources: Sources) -> None:
    found = readiness(sources, lambda: sources.now() + timedelta(days=3))
    assert (found["status"], found["age_days"]) == ("degraded", 3)
    assert "portrait_stale" in str(found["reasons"])


def test_f30_a_disk_that_is_nearly_full_is_told_before_it_is(sources: Sources) -> None:
    assert told(sources)["status"] == "ready"
    found = told(sources, disk_free_share=Decimal("1.01"))
    assert (found["status"], found["reasons"]) == ("degraded", ["disk_nearly_full"])


@pytest.mark.both_stores
def test_f25_a_clock_that_was_set_back_is_told(sources: Sources, watch: Watch) -> None:
    sources.desk.record(SOMEBODY)
    watch.pass_by(seconds=-30)
    assert told(sources)["reasons"] == []
    watch.pass_by(seconds=-1)
    found = told(sources)
    assert (found["status"], found["reasons"]) == ("degraded", ["clock_behind"])
    assert found["clock_behind_seconds"] == 31.0


def test_f31_a_desk_that_takes_no_writes_shows_nobody_until_it_does(
    sources: Sources, store: DeskStore
) -> None:
    with closing(sqlite3.connect(store.home / "desk.sqlite", isolation_level=None)) as holder:
        holder.execute("begin immediate")
        found = told(sources)
    assert told(sources)["status"] == "ready"
    assert (found["status"], found["reasons"]) == ("unavailable", ["desk_unwritable"])


@pytest.mark.both_stores
def test_to_try_whether_it_takes_writes_writes_nothing(sources: Sources, store: DeskStore) -> None:
    told(sources)
    assert rows_of(store.address, "select count(*) from audit") == [(0,)]


def test_a_metrics_key_is_long_or_refused(tmp_path: Path) -> None:
    assert Settings(home=tmp_path).metrics_secret() is None
    (tmp_path / "key").write_text("k" * 32 + "\n")
    assert Settings(home=tmp_path, metrics_key_file=tmp_path / "key").metrics_secret() == "k" * 32
    with pytest.raises(SettingsError) as refused:
        Settings(home=tmp_path, metrics_key=SecretStr("k" * 31)).metrics_secret()
    assert refused.value.code == "metrics_key_short"


def test_f33_rows_that_the_copy_outside_has_and_the_desk_store_lost_are_told(
    sources: Sources, watch: Watch, tmp_path: Path
) -> None:
    sink = tmp_path / "audit.jsonl"
    settings = sources.settings.model_copy(update={"audit_sink": str(sink)})
    sent = replace(sources, settings=settings)
    sources.desk.record(SOMEBODY)
    found = told(sent)
    assert (found["audit_copy_rows_behind"], found["audit_rows_missing"]) == (1, 0)
    watch.pass_by(hours=1)
    assert told(sent)["reasons"] == ["audit_copy_late"]
    sink.write_text('{"sequence":9,"hash":"h"}\n')
    found = told(sent)
    assert (found["audit_rows_missing"], "audit_rows_missing" in found["reasons"]) == (8, True)
