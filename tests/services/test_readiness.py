"""What `/readyz` is told: of the portrait, of its age and of the desk."""

from datetime import UTC, datetime
from pathlib import Path

from lobby.data.settings import Settings
from lobby.services.readiness import readiness
from lobby.services.sources import Sources, open_sources


def test_a_served_portrait_and_a_desk_that_takes_writes(sources: Sources) -> None:
    told = readiness(sources, sources.now)
    assert told == {
        "portrait": sources.portraits.fingerprint,
        "business_date": sources.portraits.manifest.business_date.isoformat(),
        "is_stale": False,
        "has_failed_build": False,
        "is_desk_writable": True,
    }


def test_before_the_first_build_only_the_desk_is_told(tmp_path: Path) -> None:
    empty = open_sources(Settings(home=tmp_path), lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert readiness(empty, empty.now) == {"portrait": None, "is_desk_writable": True}
    empty.close()
