"""Files of many customers: two people, once, and nothing that was released is lost with a restart."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lobby.data.desk_exports import EXPORTS
from lobby.domain.errors import AccessRefused, DeskError
from lobby.domain.exports import Export
from lobby.domain.viewer import Viewer
from lobby.services import exports
from lobby.services.sources import Sources
from tests.desk_stores import DeskStore, Watch

SignIn = Callable[[str], Viewer]
LEADS = Export("leads", "leads.xlsx", 3, "", "b1", "ipad-1")
pytestmark = pytest.mark.both_stores


@pytest.fixture
def bank(sources: Sources, tmp_path: Path) -> Sources:
    """The tiny bank with a LOBBY_HOME of its own."""
    home = tmp_path / "own"
    home.mkdir()
    return replace(sources, settings=sources.settings.model_copy(update={"home": home}))


def kept(bank: Sources) -> list[Path]:
    return sorted((bank.settings.home / "exports").glob("*"))


def test_order_24_export_a_second_person_releases_what_leaves_once(bank: Sources, signed_in: SignIn) -> None:
    maker = signed_in("s3")
    export_id = exports.ask(bank, maker, LEADS, b"content").number
    assert exports.to_release(bank, maker) == ()
    for nobody, code in (("s3", "unknown_export"), ("s2", "not_for_role"), ("s7", "not_for_role")):
        with pytest.raises(AccessRefused) as refused:
            exports.release(bank, signed_in(nobody), export_id)
        assert refused.value.code == code
    elsewhere = replace(maker, staff_id="s33", branch_id="b2")
    assert exports.to_release(bank, elsewhere) == ()
    assert [one.number for one in exports.to_release(bank, replace(maker, staff_id="s33"))] == [export_id]
    assert exports.fetch(bank, export_id, "ipad-1") is None
    exports.release(bank, signed_in("s5"), export_id)
    with pytest.raises(AccessRefused):
        exports.release(bank, signed_in("s5"), export_id)
    assert exports.fetch(bank, export_id, "ipad-2") is None
    assert exports.fetch(bank, export_id, None) is None
    assert exports.fetch(bank, export_id, "ipad-1") == exports.File("leads.xlsx", b"content")
    assert exports.fetch(bank, export_id, "ipad-1") is None
    rows = bank.desk.audited(9, action="export")[::-1]
    assert [(row["result"], row["staff_id"]) for row in rows] == [
        ("asked", "s3"), ("released", "s5"), ("taken", "house"),
    ]  # fmt: skip
    assert {(row["details"]["rows"], len(row["details"]["sha256"])) for row in rows} == {(3, 64)}
    assert [row["details"].get("made_by") for row in rows] == [None, "s3", "s3"]


def test_order_24_export_a_restart_loses_nothing_that_was_released(
    bank: Sources, signed_in: SignIn, store: DeskStore, watch: Watch
) -> None:
    first, second = (exports.ask(bank, signed_in("s3"), LEADS, one).number for one in (b"first", b"second"))
    exports.release(bank, signed_in("s5"), first)
    (file, _) = kept(bank)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    again = replace(bank, desk=store.open(watch))
    try:
        assert [one.number for one in exports.to_release(again, signed_in("s5"))] == [second]
        assert exports.own(again, signed_in("s3"), "leads") is not None
        assert exports.fetch(again, first, "ipad-1") == exports.File("leads.xlsx", b"first")
        assert [one.name for one in kept(again)] == [second]
    finally:
        again.desk.close()


def test_order_24_export_what_nobody_releases_or_fetches_in_time_is_deleted(
    bank: Sources, signed_in: SignIn, watch: Watch
) -> None:
    policy, maker = bank.catalog.policy, signed_in("s3")
    late = exports.ask(bank, maker, LEADS, b"late").number
    watch.pass_by(minutes=policy.export_release_minutes)
    assert exports.to_release(bank, signed_in("s5")) == ()
    released = exports.ask(bank, maker, LEADS, b"released").number
    assert [one.name for one in kept(bank)] == [released]
    exports.release(bank, signed_in("s5"), released)
    watch.pass_by(minutes=policy.export_minutes)
    for number in (late, released):
        assert exports.fetch(bank, number, "ipad-1") is None
    assert exports.own(bank, maker, "leads") is None


def test_order_24_export_a_content_other_than_the_released_one_does_not_leave(
    bank: Sources, signed_in: SignIn
) -> None:
    number = exports.ask(bank, signed_in("s3"), LEADS, b"content").number
    exports.release(bank, signed_in("s5"), number)
    kept(bank)[0].write_bytes(b"another")
    assert exports.fetch(bank, number, "ipad-1") is None


def test_order_24_export_the_table_itself_refuses_one_person_twice(bank: Sources, signed_in: SignIn) -> None:
    maker = signed_in("s3")
    number = exports.ask(bank, maker, LEADS, b"content").number
    told = exports.told(maker, "released", LEADS)
    with pytest.raises(DeskError) as refused:
        EXPORTS.answer(bank.desk, number, "checked", "", told)
    assert refused.value.code == "answer_refused"


def test_order_24_export_what_leaves_each_night_is_released_once_for_its_place(
    bank: Sources, signed_in: SignIn, watch: Watch
) -> None:
    maker, place = (
        signed_in("s5"),
        Export("desk_word", "/srv/core", 0, "0" * 64, None, "cli", is_standing=True),
    )
    machine = replace(maker, device="cli")
    number = exports.ask(bank, machine, place, None).number
    other = replace(maker, staff_id="s55")
    assert [one.number for one in exports.to_release(bank, other)] == [number]
    assert exports.to_release(bank, signed_in("s3")) == ()
    exports.release(bank, other, number)
    watch.pass_by(days=bank.catalog.policy.export_standing_days - 1)
    found = exports.own(bank, machine, "desk_word", "/srv/core")
    assert found is not None
    assert found[1] == "released"
    assert exports.own(bank, machine, "desk_word", "/srv/other") is None
    assert exports.fetch(bank, number, "cli") is None
    watch.pass_by(days=1)
    assert exports.own(bank, machine, "desk_word", "/srv/core") is None


def test_order_24_export_one_person_stops_what_two_let_leave_each_night_and_for_good(
    bank: Sources, signed_in: SignIn, watch: Watch
) -> None:
    maker = signed_in("s5")
    machine = replace(maker, device="cli")
    place = Export("desk_word", "/srv/core", 0, "0" * 64, None, "cli", is_standing=True)
    number = exports.ask(bank, machine, place, None).number
    assert exports.standing(bank, maker) == ()
    with pytest.raises(AccessRefused):
        exports.withdraw(bank, maker, number)
    exports.release(bank, replace(maker, staff_id="s55"), number)
    assert [one.number for one in exports.standing(bank, maker)] == [number]
    assert exports.standing(bank, signed_in("s3")) == ()
    with pytest.raises(AccessRefused):
        exports.withdraw(bank, signed_in("s3"), number)
    exports.withdraw(bank, maker, number)
    for days in (0, 3):
        watch.pass_by(days=days)
        assert exports.standing(bank, maker) == ()
        assert exports.own(bank, machine, "desk_word", "/srv/core") is None
    (row,) = bank.desk.audited(1, action="export")
    assert (row["result"], row["staff_id"], row["details"]["made_by"]) == ("withdrawn", "s5", "s5")
