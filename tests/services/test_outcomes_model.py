"""Any order of taps, replays, undos and voids leaves what a simple model says, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lobby.data.desk import Happening, Opening, open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.catalogue import Catalog
from lobby.domain.errors import LobbyError
from lobby.domain.outcomes import Entry, Result, Subject, talks_of
from lobby.domain.viewer import Viewer
from lobby.services import outcomes
from lobby.services.sources import Sources
from lobby.services.views import Visit
from tests.services.conftest import Watch

STAFF = Viewer("s1", "何晓", "lobby", "b1", frozenset(), "ipad-1")
TAPS: tuple[tuple[Subject, Result], ...] = (
    (Subject("product", "dep_cd"), "declined"),
    (Subject("product", "dep_cd"), "interested"),
    (Subject("product", "wmp_30d"), "zone_booked"),
    (Subject("service", "mobile_bank"), "done"),
    (Subject("asked", "fund_mm"), "asked"),
)
KEYS = st.integers(0, 2)
STEP = st.one_of(
    st.tuples(st.just("tap"), KEYS, st.sampled_from(TAPS)),
    st.tuples(st.just("undo"), KEYS),
    st.tuples(st.just("void"), KEYS),
    st.tuples(st.just("wait"), st.sampled_from((1, 30, 61))),
)


@dataclass
class Model:
    """What must stand: per key what was tapped first, when, and how it was taken back."""

    second: int = 0
    tapped: dict[int, tuple[Subject, Result, int]] = field(default_factory=dict)
    taken_back: dict[int, str] = field(default_factory=dict)

    def take(self, step: tuple[object, ...]) -> bool:
        """Does this step go through?"""
        match step:
            case ("wait", int(seconds)):
                self.second += seconds
            case ("tap", int(key), (Subject() as subject, result)):
                first = self.tapped.setdefault(key, (subject, result, self.second))
                return first[:2] == (subject, result)
            case ("undo" | "void" as how, int(key)):
                if key not in self.tapped:
                    return False
                if how == "undo" and key not in self.taken_back and self.second - self.tapped[key][2] > 60:
                    return False
                self.taken_back.setdefault(key, str(how))
        return True


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def home(
    tiny_home: Path,
    warehouse: Warehouse,
    catalog: Catalog,
    tmp_path_factory: pytest.TempPathFactory,
    watch: Watch,
) -> Iterator[Sources]:
    desk = open_desk(tmp_path_factory.mktemp("model"), watch)
    yield Sources(warehouse, desk, catalog, Settings(home=tiny_home), watch)
    desk.close()


def opened(sources: Sources) -> Visit:
    """A visit of its own, past the limit of openings."""
    found = sources.desk.open_visit(uuid4().hex, Happening(STAFF, "open", customer_id="c01"), ())
    assert isinstance(found, Opening)
    return Visit(found.visit_id, found.customer_id, found.opened_at)


def do(sources: Sources, visit: Visit, step: tuple[object, ...]) -> bool:
    """The same step in the store; False where it is refused."""
    number = f"{visit.visit_id}-{step[1]}"
    try:
        match step:
            case ("tap", _, (Subject() as subject, result)):
                entry = Entry(number, "c01", subject, result)  # type: ignore[arg-type]
                outcomes.record_outcome(sources, STAFF, visit, entry, sources.now())
            case ("undo", _):
                outcomes.undo(sources, STAFF, number)
            case ("void", _):
                outcomes.void(sources, STAFF, number, "wrong_result")
    except LobbyError:
        return False
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=12))
def test_any_order_of_taps_leaves_what_the_model_says(
    home: Sources, watch: Watch, steps: list[tuple[object, ...]]
) -> None:
    visit, model = opened(home), Model()
    for step in steps:
        if step[0] == "wait":
            watch.now += timedelta(seconds=int(str(step[1])))
        assert do(home, visit, step) is model.take(step)
    stands = {one.outcome.outcome_id: one.outcome for one in outcomes.recorded_in(home, STAFF, visit)}
    assert {name: (one.subject, one.result, one.voided_by) for name, one in stands.items()} == {
        f"{visit.visit_id}-{key}": (subject, result, model.taken_back.get(key))
        for key, (subject, result, _) in model.tapped.items()
    }
    contacts = talks_of(stands.values(), home.zone)
    assert sorted(one["contact_id"] for one in contacts) == sorted(
        f"{visit.visit_id}-{key}"
        for key, (subject, _, _) in model.tapped.items()
        if key not in model.taken_back and subject.kind != "asked"
    )
