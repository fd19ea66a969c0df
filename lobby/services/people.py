"""A customer as one masked line: who it may be, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from lobby.domain.masking import mask_name
from lobby.domain.suitability import age_on
from lobby.services.sources import Sources
from lobby.services.views import Hit

AGE_BANDS = (
    (18, "0-17"),
    (30, "18-29"),
    (40, "30-39"),
    (50, "40-49"),
    (60, "50-59"),
    (70, "60-69"),
    (80, "70-79"),
)
OLDEST = "80+"
TAIL_DIGITS = 4


def hits(sources: Sources, customer_ids: Sequence[str], now: datetime) -> tuple[Hit, ...]:
    """One masked line per customer, in the order asked for."""
    rows = sources.portraits.rows("board_hits", customer_ids=list(customer_ids))
    found = {row["customer_id"]: hit(row, now.date()) for row in rows}
    return tuple(found[customer_id] for customer_id in customer_ids if customer_id in found)


def hit(row: dict[str, Any], today: date) -> Hit:
    return Hit(
        customer_id=row["customer_id"],
        name_masked=mask_name(row["name"], row["kind"]),
        branch_id=row["home_branch_id"],
        age_band=age_band(age_on(row["birth_date"], today)),
        tails=tails(row["phone"], row["card_tails"]),
    )


def age_band(age: int | None) -> str | None:
    """The ten years of life somebody is in; None when the age is not known."""
    return None if age is None else next((band for below, band in AGE_BANDS if age < below), OLDEST)


def tails(phone: str | None, card_tails: Sequence[str | None]) -> tuple[str, ...]:
    """The last four digits of the phone and of each card."""
    digits = "".join(sign for sign in phone or "" if sign.isdigit())
    of_phone = [digits[-TAIL_DIGITS:]] if len(digits) >= TAIL_DIGITS else []
    return tuple(dict.fromkeys([*of_phone, *sorted(tail for tail in card_tails if tail)]))
