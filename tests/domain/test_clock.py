"""What time it is at the bank."""

from datetime import UTC, date, datetime

import pytest

from lobby.domain.clock import bank_now, bank_time
from lobby.domain.errors import SettingsError

WALL = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)


def test_f25_a_day_of_the_bank_begins_and_ends_by_its_own_clock_also_where_clocks_are_changed():
    days = {
        ("Asia/Shanghai", datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)): date(2026, 11, 20),
        ("Asia/Shanghai", datetime(2026, 11, 20, 16, 0, 0, tzinfo=UTC)): date(2026, 11, 21),
        ("Asia/Shanghai", datetime(2026, 11, 19, 16, 0, 0, tzinfo=UTC)): date(2026, 11, 20),
        ("Europe/Prague", datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)): date(2026, 3, 28),
        ("Europe/Prague", datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)): date(2026, 3, 29),
        ("Europe/Prague", datetime(2026, 3, 29, 22, 0, 0, tzinfo=UTC)): date(2026, 3, 30),
    }
    for (timezone, wall), day in days.items():
        told = bank_now(wall, clock="wall", timezone=timezone, business_date=date(2026, 11, 19))
        assert told.date() == day, (timezone, wall)


def test_f25_the_wall_clock_is_read_in_the_banks_own_zone():
    now = bank_now(WALL, clock="wall", timezone="Asia/Shanghai", business_date=date(2026, 11, 19))
    assert now.isoformat() == "2026-11-21T01:30:00+08:00"


def test_a_frozen_clock_stands_at_nine_on_the_business_date():
    now = bank_now(WALL, clock="business_date", timezone="Europe/Prague", business_date=date(1994, 3, 31))
    assert now.isoformat() == "1994-03-31T09:00:00+02:00"


def test_an_unknown_zone_is_a_setting_to_mend():
    with pytest.raises(SettingsError) as caught:
        bank_now(WALL, clock="wall", timezone="Mars/Olympus", business_date=date(2026, 11, 19))
    assert caught.value.code == "timezone"


@pytest.mark.parametrize(
    ("clock", "read"),
    [("wall", "2026-11-20T12:00:00+08:00"), ("business_date", "2026-11-18T12:00:00+08:00")],
)
def test_a_moment_of_the_desk_is_as_far_from_a_frozen_day_as_from_today(clock, read):
    noon = datetime(2026, 11, 20, 4, tzinfo=UTC)
    found = bank_time(noon, WALL, clock=clock, timezone="Asia/Shanghai", business_date=date(2026, 11, 19))
    assert found.isoformat() == read
