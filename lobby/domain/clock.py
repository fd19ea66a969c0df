"""What time it is at the bank, from the wall clock and the feed's word on clocks."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lobby.domain.errors import SettingsError

OPENING = time(9, 0)


def bank_now(wall: datetime, *, clock: str, timezone: str, business_date: date) -> datetime:
    """The aware bank-local time: 09:00 of the business date where the feed freezes it, else the wall clock's.

    Args: `wall` aware; `clock` "wall" or "business_date"; `timezone` an IANA name. Raises SettingsError.
    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            "timezone", f"There is no time zone '{timezone}'.", "Use an IANA name such as Asia/Shanghai."
        ) from error
    if clock == "business_date":
        return datetime.combine(business_date, OPENING, tzinfo=zone)
    return wall.astimezone(zone)
