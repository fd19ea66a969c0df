"""`feed.toml`: whose feed this is, its date, and how the bank wants it taken."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lobby.domain.errors import FeedError

FILE = "feed.toml"
KEYS = ("bank", "business_date", "currency", "timezone", "country", "demo", "options")
OPTION_KEYS = ("consent_default", "clock", "max_set_aside", "accept_counts")


@dataclass(frozen=True)
class FeedInfo:
    """What `feed.toml` says; `max_set_aside` is a share of a table's rows."""

    bank: str
    business_date: date
    currency: str
    timezone: str
    country: str
    demo: bool = False
    consent_default: Literal["granted", "not_granted"] = "not_granted"
    clock: Literal["wall", "business_date"] = "wall"
    max_set_aside: float = 0.05
    accept_counts: bool = False

    def rules_date(self, wall: date) -> date:
        """The date that today's rules use: the wall clock's, or the business date of a frozen feed."""
        return self.business_date if self.clock == "business_date" else wall


def read_feed_info(feed_dir: Path) -> FeedInfo:
    """The feed's `feed.toml`; FeedError names the key and what to write there."""
    path = feed_dir / FILE
    if not feed_dir.is_dir():
        raise FeedError(
            "feed_missing", f"There is no feed folder {feed_dir.name}.", "Name the feed's folder."
        )
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise _refused("is missing", "Write it beside the tables; docs/checks.md shows one.") from None
    except UnicodeDecodeError:
        raise _refused("is not UTF-8", "Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as fault:
        raise _refused(f"is not TOML: {fault}", "Quote texts; a date stands bare, 2026-11-20.") from None
    _only(written, KEYS, "")
    options = written.get("options", {})
    if not isinstance(options, dict):
        raise _refused("[options] is not a table", "Write [options] on its own line.", "options")
    _only(options, OPTION_KEYS, "options.")
    return _info(written, options)


def _info(written: Mapping[str, object], options: Mapping[str, object]) -> FeedInfo:
    timezone = _text(written, "timezone", "a name such as Asia/Shanghai")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise _refused(
            f"has no such timezone: {timezone}", "Write Asia/Shanghai or such.", "timezone"
        ) from None
    share = options.get("max_set_aside", 0.05)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise _refused("max_set_aside is not a share", "Write a number from 0 to 1.", "max_set_aside")
    consent = _choice(options, "consent_default", ("not_granted", "granted"))
    clock = _choice(options, "clock", ("wall", "business_date"))
    return FeedInfo(
        bank=_text(written, "bank", "the bank's name"),
        business_date=_business_date(written),
        currency=_text(written, "currency", "a code such as CNY").upper(),
        timezone=timezone,
        country=_text(written, "country", "a code such as CN"),
        demo=_flag(written, "demo"),
        consent_default="granted" if consent == "granted" else "not_granted",
        clock="business_date" if clock == "business_date" else "wall",
        max_set_aside=float(share),
        accept_counts=_flag(options, "accept_counts"),
    )


def _business_date(written: Mapping[str, object]) -> date:
    value = written.get("business_date")
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _refused("business_date is not a date", "Write business_date = 2026-11-20.", "business_date")
    return value


def _text(written: Mapping[str, object], key: str, what: str) -> str:
    value = written.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _refused(f"{key} is missing or not a text", f"Write {key} = {what}, in quotes.", key)
    return value.strip()


def _flag(written: Mapping[str, object], key: str) -> bool:
    value = written.get(key, False)
    if not isinstance(value, bool):
        raise _refused(f"{key} is not true or false", f"Write {key} = true or false, without quotes.", key)
    return value


def _choice(written: Mapping[str, object], key: str, choices: tuple[str, ...]) -> str:
    value = written.get(key, choices[0])
    if value not in choices:
        raise _refused(f"{key} is none of its values", f"Write {' or '.join(choices)}, in quotes.", key)
    return str(value)


def _only(written: Mapping[str, object], known: tuple[str, ...], prefix: str) -> None:
    for key in written:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean {prefix}{near[0]}?" if near else f"Known: {', '.join(known)}."
            raise _refused(f"has an unknown key {prefix}{key}", hint, key)


def _refused(what: str, hint: str, key: str = "") -> FeedError:
    return FeedError("feed_toml", f"{FILE} {what}.", hint, file=FILE, key=key)
