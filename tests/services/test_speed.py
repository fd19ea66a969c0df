"""How fast arrivals were drawn: exact ranks, of the last day, and only of what was announced last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lobby.domain.arrivals import Announcement
from lobby.domain.viewer import Viewer
from lobby.services.arrivals import record
from lobby.services.sources import Sources
from lobby.services.speed import Figures, Speed
from lobby.services.watching import Watching
from tests.services.conftest import Watch

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def test_half_and_95_of_100_screens() -> None:
    speed = Speed()
    for number in range(1, 21):
        speed.note("b1" if number % 2 else "b2", NOW, NOW + timedelta(seconds=number))
    assert speed.figures(NOW + timedelta(minutes=1)) == Figures(20, 10, 19)
    assert speed.figures(NOW + timedelta(minutes=1), "b1") == Figures(10, 9, 19)
    assert speed.figures(NOW + timedelta(days=1, seconds=18)) == Figures(2, 19, 20)
    assert speed.figures(NOW + timedelta(days=2)) is None


def test_f25_a_clock_set_back_measures_nothing() -> None:
    speed = Speed()
    speed.note("b1", NOW, NOW - timedelta(seconds=1))
    assert speed.figures(NOW) is None


def test_only_the_arrival_announced_last_is_measured(sources: Sources, watch: Watch) -> None:
    watching = Watching(sources, lambda: "1")
    watching.look()
    machine = Viewer("queue-1", "queue-1", "machine", None)
    record(sources, machine, Announcement("m1", "d", "queue", "b1", sources.clock(), "A001"))
    watch.pass_by(seconds=0.25)
    watching.look()
    for topic, token in [("arrival:b2", "1"), ("status", "1"), ("arrival:b1", "0"), ("", "")]:
        watching.seen(topic, token)
    assert watching.speed.figures(watch.now) is None
    watching.seen("arrival:b1", "1")
    assert watching.speed.figures(watch.now, "b1") == Figures(1, 0.25, 0.25)
