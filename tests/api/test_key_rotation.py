"""Keys of machines change while the server runs: two hold at once, and one that is taken away is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lobby.data.settings import Settings
from lobby.domain.errors import AccessRefused, SettingsError
from lobby.domain.viewer import Viewer
from lobby.services.machine_keys import KeyUse, key_uses
from lobby.services.sources import Sources
from tests.api.test_arrivals import SECRETS, Sender, codes
from tests.desk_stores import Watch

OLD, NEW = f"all:{SECRETS['all']}", f"next:{SECRETS['next']}:b1"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    kept = tmp_path / "keys"
    kept.write_text(OLD)
    return kept


@pytest.fixture
def sender(sources: Sources, file: Path) -> Sender:
    return Sender(replace(sources, settings=Settings(home=sources.settings.home, api_keys_file=file)))


def answers(sender: Sender, name: str) -> list[tuple[int, str]]:
    return codes(*(sender.arrival(key, arrival_id=f"{name}-{key}") for key in ("all", "next")))


def test_two_keys_hold_at_once_and_the_old_one_goes_without_a_restart(sender: Sender, file: Path) -> None:
    assert answers(sender, "before") == [(202, "taken"), (401, "unknown_key")]
    file.write_text(f"{OLD}\n{NEW}")
    assert answers(sender, "both") == [(202, "taken"), (202, "taken")]
    file.write_text(NEW)
    assert answers(sender, "after") == [(401, "unknown_key"), (202, "taken")]


def test_while_the_file_is_gone_or_malformed_no_key_is_taken(sender: Sender, file: Path) -> None:
    for damage in (lambda: file.write_text("all:short"), file.unlink):
        damage()
        assert answers(sender, "damaged") == [(503, "not_now"), (503, "not_now")]
    file.write_text(OLD)
    assert answers(sender, "mended") == [(202, "taken"), (401, "unknown_key")]


def test_a_malformed_key_stops_the_start(sources: Sources, file: Path) -> None:
    file.write_text("all:short")
    broken = replace(sources, settings=Settings(home=sources.settings.home, api_keys_file=file))
    with pytest.raises(SettingsError):
        Sender(broken)


def test_when_a_key_was_last_used_is_told_to_who_answers_for_the_bank(
    sender: Sender, file: Path, watch: Watch, signed_in: Callable[[str], Viewer]
) -> None:
    file.write_text(f"{OLD}\n{NEW}")
    watch.pass_by(minutes=5)
    sender.arrival("all", arrival_id="m9")
    used_at = sender.sources.bank_time(watch())
    watch.pass_by(minutes=5)
    for staff_id in ("s5", "s7"):
        assert key_uses(sender.sources, signed_in(staff_id)) == (
            KeyUse("all", (), used_at),
            KeyUse("next", ("b1",), None),
        )
    assert sender.sources.bank_time(watch()) - used_at == timedelta(minutes=5)
    with pytest.raises(AccessRefused):
        key_uses(sender.sources, signed_in("s3"))
