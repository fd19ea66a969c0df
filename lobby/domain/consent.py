"""What a customer lets the bank do: the feed's word weighed against what was said at a desk.

A refusal at a desk holds until the customer grants again at a desk, whatever later feeds bring. A grant at a
desk holds against older refusals of the feed; one of the same day or later ends it. Of what is left, the
contract's rule: granted where one word grants and none refuses, and without a word the feed's default.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Purpose = Literal["marketing", "profiling", "partner_data", "face"]
PURPOSES: tuple[Purpose, ...] = ("marketing", "profiling", "partner_data", "face")
Channel = Literal["any", "branch", "phone", "sms", "app"]


@dataclass(frozen=True)
class Statement:
    """One word of the customer on a purpose over a channel, and the bank's date it was said on."""

    purpose: str
    channel: str
    is_granted: bool
    said_on: date


@dataclass(frozen=True)
class Standing:
    """What holds for a purpose over a channel, since when (None: by default), and where it was said.

    `feed_grants_on`: the day of a newer grant in the feed against which a refusal at the desk holds.
    """

    is_granted: bool
    since: date | None
    is_of_desk: bool
    feed_grants_on: date | None = None


def standing(
    purpose: str, channel: str, feed: Iterable[Statement], desk: Iterable[Statement], default: bool
) -> Standing:
    """What holds; `feed` and `desk` each have the newest word per purpose and channel, of any of them."""
    of_desk = about(purpose, channel, desk)
    of_feed = about(purpose, channel, feed)
    left = [one for one in of_feed if not any(outweighs(said, one) for said in of_desk)]
    words = [*of_desk, *left]
    if not words:
        return Standing(default, None, is_of_desk=False)
    refusals = [one for one in words if not one.is_granted]
    newest = max(refusals or words, key=lambda one: (one.said_on, one in of_desk))
    later = [one.said_on for one in of_feed if one.is_granted and one.said_on > newest.said_on]
    held_against = max(later, default=None) if refusals and newest in of_desk else None
    return Standing(not refusals, newest.said_on, newest in of_desk, held_against)


def about(purpose: str, channel: str, said: Iterable[Statement]) -> list[Statement]:
    """The words on this purpose that hold over this channel: its own, and those for every channel."""
    return [one for one in said if one.purpose == purpose and one.channel in ("any", channel)]


def outweighs(said: Statement, older: Statement) -> bool:
    """Does this word at a desk end that of the feed? A grant for every channel ends older words on each."""
    return said.is_granted and said.said_on > older.said_on and said.channel in ("any", older.channel)
