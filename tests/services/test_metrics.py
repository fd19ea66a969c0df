"""The figures of `/metrics`: counted from the audit, read back as monitoring reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from lobby.domain.errors import AccessRefused
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.viewer import Viewer
from lobby.services.customer import look
from lobby.services.decisions import keep_decision
from lobby.services.metrics import Meter, scraped
from lobby.services.outcomes import record_outcome
from lobby.services.since import since
from lobby.services.sources import Sources
from lobby.services.speed import Speed
from lobby.services.visits import open_customer
from tests.desk_stores import Watch

pytestmark = pytest.mark.both_stores


class Told:
    """What is scraped, by the name and the labels of each figure."""

    def __init__(self, sources: Sources, speed: Speed | None = None) -> None:
        self.scrape = scraped(Meter(sources, sources.now, speed or Speed()))

    def __call__(self) -> dict[str, float]:
        found = {}
        for family in text_string_to_metric_families(self.scrape().decode()):
            for one in family.samples:
                found[" ".join([one.name, *(str(value) for value in one.labels.values())])] = float(one.value)
        return found


def show(sources: Sources, viewer: Viewer, customer_id: str, watch: Watch, seconds: float) -> None:
    """Open a customer and keep the decision `seconds` later, as the page does."""
    visit = open_customer(sources, viewer, customer_id)
    watch.pass_by(seconds=seconds)
    now = sources.now()
    changed = since(sources, viewer, customer_id, now)
    keep_decision(sources, look(sources, viewer, visit, now, "zh_Hans", changed)[1])
    entry = Entry(f"k-{customer_id}", customer_id, Subject("product", "dep_cd"), "interested")
    record_outcome(sources, viewer, visit, entry, now)


def test_what_was_done_since_the_server_began_is_counted(
    sources: Sources, signed_in: Callable[[str], Viewer], watch: Watch
) -> None:
    viewer = signed_in("s1")
    show(sources, viewer, "c01", watch, 0.1)
    told = Told(sources)
    before = told()
    assert (before["lobby_look_ups_total"], before["lobby_saves_total"]) == (0, 0)
    show(sources, viewer, "c02", watch, 0.2)
    show(sources, viewer, "c09", watch, 3)
    with pytest.raises(AccessRefused):
        open_customer(sources, viewer, "nobody")
    told()
    after = told()
    assert [after[f"lobby_{name}_total"] for name in ("look_ups", "saves", "denials")] == [2, 2, 1]
    assert after["lobby_audit_rows_total outcome interested"] == 2
    assert after["lobby_suggestions_shown_total"] == shown(sources, after) > 0
    buckets = {name.split()[1]: count for name, count in after.items() if "opening_seconds_bucket" in name}
    assert [buckets[bound] for bound in ("0.1", "0.25", "2.5", "5.0", "+Inf")] == [0, 1, 1, 2, 2]
    assert after["lobby_opening_seconds_sum"] == pytest.approx(3.2)


def shown(sources: Sources, after: dict[str, float]) -> int:
    """The suggestions of the decisions, counted another way: without the first customer's."""
    with sources.desk.reading() as connection:
        rows = connection.exec_driver_sql("select customer_id from offer where not is_control").all()
    return sum(row[0] != "c01" for row in rows)


def test_what_it_stands_on_is_told(sources: Sources) -> None:
    policy = replace(sources.catalog.policy, disk_free_share=Decimal(0))
    told = Told(replace(sources, catalog=replace(sources.catalog, policy=policy)))()
    assert [told[f"lobby_state {state}"] for state in ("ready", "degraded", "unavailable")] == [1, 0, 0]
    assert (told["lobby_portrait_customers"], told["lobby_portrait_age_days"]) == (12, 0)
    assert (told["lobby_desk_writable"], told["lobby_clock_behind_seconds"]) == (1, 0)
    assert 0 < told["lobby_disk_free_ratio"] <= 1
    assert told["process_resident_memory_bytes"] > 10**6


def test_how_fast_arrivals_are_drawn_is_told(sources: Sources, watch: Watch) -> None:
    speed = Speed()
    for seconds in (0.1, 0.2, 0.9):
        speed.note("b1", watch(), watch() + timedelta(seconds=seconds))
    told = Told(sources, speed)()
    assert told["lobby_arrival_to_glass_seconds 0.5"] == 0.2
    assert told["lobby_arrival_to_glass_seconds 0.95"] == 0.9
    assert told["lobby_arrivals_drawn"] == 3


def test_no_figure_names_a_customer_or_a_member_of_staff(
    sources: Sources, signed_in: Callable[[str], Viewer], watch: Watch
) -> None:
    told = Told(sources)
    show(sources, signed_in("s1"), "c02", watch, 0.2)
    text = told.scrape().decode()
    assert [word for word in ("c02", "s1", "ipad", "李", "b1") if f'"{word}' in text] == []
