"""What time it is at the bank, from the wall clock and the feed's word on clocks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lobby.domain.errors import SettingsError

OPENING = time(9, 0)


def bank_now(wall: datetime, *, clock: str, timezone: str, business_date: date) -> datetime:
    """The aware bank-local time: 09:00 of the business date where the feed freezes it, else the wall clock's.

    Args: `wall` aware; `clock` "wall" or "business_date"; `timezone` an IANA name. Raises SettingsError.
    """
    zone = zone_of(timezone)
    if clock == "business_date":
        return datetime.combine(business_date, OPENING, tzinfo=zone)
    return wall.astimezone(zone)


def bank_time(at: datetime, wall: datetime, *, clock: str, timezone: str, business_date: date) -> datetime:
    """A moment `at` of the desk's clock as the bank reads it, `wall` being now; aware, bank-local.

    Where the feed freezes the clock, today is the business date and every other day as far from it.
    """
    zone = zone_of(timezone)
    frozen = business_date - wall.astimezone(zone).date() if clock == "business_date" else timedelta(0)
    return at.astimezone(zone) + frozen


def zone_of(timezone: str) -> ZoneInfo:
    """The time zone of this name; SettingsError for an unknown one."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            "timezone", f"There is no time zone '{timezone}'.", "Use an IANA name such as Asia/Shanghai."
        ) from error
