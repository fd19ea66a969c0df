"""A full disk: what can be read is read, nothing is shown that cannot be written down, nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lobby.data import desk_outcomes
from lobby.data.desk import Desk, Happening, open_desk
from lobby.data.desk_backup import back_up
from lobby.domain.errors import BackupError, DeskError
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.viewer import Viewer
from lobby.services import drafts
from lobby.services.data_page import freshness
from lobby.services.finding import find
from lobby.services.outcomes import record_outcome
from lobby.services.readiness import readiness
from lobby.services.reveal import reveal
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.desk_stores import Watch
from tests.disks import nothing_written, small_disk

LEFT = 256 * 1024
ENTRY = Entry("k1", "c01", Subject("product", "dep_cd"), "interested")


def test_f30_nothing_is_shown_that_cannot_be_written_down_and_reads_go_on(
    sources: Sources, signed_in: Callable[[str], Viewer], tmp_path: Path
) -> None:
    staff = signed_in("s1")
    visit = open_customer(sources, staff, "c01")
    now, rows = sources.now(), len(sources.desk.audited(99))
    attempts: list[Callable[[], object]] = [
        lambda: find(sources, staff, "wxl", reason=None, now=now),
        lambda: open_customer(sources, staff, "c02"),
        lambda: reveal(sources, staff, visit, "name", "verify"),
        lambda: record_outcome(sources, staff, visit, ENTRY, now),
        lambda: drafts.keep_draft(sources, staff, visit, {"chips": [], "note": "x"}),
    ]
    with nothing_written():
        for attempt in attempts:
            with pytest.raises(DeskError) as refused:
                attempt()
            assert refused.value.code == "desk_unwritable"
        with pytest.raises(BackupError):
            back_up(sources.desk, tmp_path / "backup.sqlite")
        told = readiness(sources, sources.now)
        assert (told["status"], told["is_desk_writable"]) == ("unavailable", False)
        assert len(sources.desk.audited(99)) == rows
        assert freshness(sources, now).count_customers == 12
        assert sources.portraits.one("customer_home", customer_id="c02") is not None
    assert record_outcome(sources, staff, visit, ENTRY, now).outcome.outcome_id == "k1"
    assert len(desk_outcomes.outcomes_of(sources.desk, "c01")) == 1
    assert readiness(sources, sources.now)["is_desk_writable"] is True


def record_until_refused(desk: Desk, happening: Happening) -> tuple[int, str]:
    """How often it could be written down, and why not any more."""
    for count in range(10**6):
        try:
            desk.record(happening)
        except DeskError as refused:
            return count, refused.code
    raise AssertionError("the disk never filled up")


def test_f30_a_disk_that_fills_up_loses_nothing_acknowledged_and_goes_on_with_more_room(
    tmp_path: Path, watch: Watch
) -> None:
    viewer = Viewer("s1", "何晓", "lobby", "b1", device="ipad-1")
    (tmp_path / "disk").mkdir()
    with small_disk(tmp_path / "disk", 12) as disk:
        desk = open_desk(disk, watch)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(shutil.disk_usage(disk).free - LEFT))
        count, code = record_until_refused(desk, Happening(viewer, "search"))
        assert code == "desk_unwritable"
        assert len(desk.audited(10**6)) == count > 0
        desk.close()
        again = open_desk(disk, watch)
        assert len(again.audited(10**6)) == count
        ballast.unlink()
        again.record(Happening(viewer, "search"))
        assert len(again.audited(10**6)) == count + 1
        again.close()
