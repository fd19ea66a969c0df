"""The sample bank's day: people come while it is served, once each, and into no other bank."""

from __future__ import annotations

from dataclasses import replace

from lobby.data import desk_arrivals
from lobby.domain.arrivals import Arrival
from lobby.services.sample_day import SampleDay
from lobby.services.sources import Sources
from tests.desk_stores import Watch

ARRIVALS = 300


def came(bank: Sources) -> tuple[Arrival, ...]:
    since = bank.desk.stamp().replace(hour=0, minute=0)
    return tuple(
        one
        for branch_id in bank.branch_names()
        for one in desk_arrivals.arrivals_in(bank.desk, branch_id, since)
    )


def test_at_the_start_people_are_there_and_more_come_as_time_goes_by(bank: Sources, watch: Watch) -> None:
    watch.pass_by(hours=2)
    day = SampleDay(bank, ARRIVALS)
    assert day.tell()
    there = came(bank)
    assert len({one.branch_id for one in there}) == 6
    assert any(one.is_waiting for one in there)
    assert any(one.state == "served" for one in there)
    assert any(one.customer_id for one in there)
    assert any(one.customer_id is None for one in there)
    assert max(one.arrived_at for one in there) <= bank.desk.stamp()
    assert not day.tell()
    watch.pass_by(minutes=10)
    assert day.tell()
    assert len(came(bank)) > len(there)


def test_a_restart_goes_on_with_the_day_and_doubles_nobody(bank: Sources, watch: Watch) -> None:
    watch.pass_by(hours=2)
    SampleDay(bank, ARRIVALS).tell()
    there = came(bank)
    SampleDay(bank, ARRIVALS).tell()
    assert came(bank) == there
    watch.pass_by(minutes=10)
    again = SampleDay(bank, ARRIVALS)
    again.tell()
    tickets = [(one.branch_id, one.ticket) for one in came(bank)]
    assert len(tickets) == len(set(tickets)) > len(there)


def test_nobody_is_invented_for_a_real_bank(bank: Sources) -> None:
    real = replace(bank.portraits.manifest, demo=False)

    class Real:
        manifest = real
        version = "1"

    day = SampleDay(replace(bank, portraits=Real()))  # type: ignore[arg-type]
    assert not day.tell()
    assert came(bank) == ()
