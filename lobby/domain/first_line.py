"""Which of the say-first sentences fits: from what is known of the customer and the queue.

Everybody may hear the sentence, so it never tells why it was chosen. Service before selling.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lobby.domain.policy import Policy
from lobby.domain.portrait import Portrait

SITUATIONS = (
    "complaint", "erasure", "refused_marketing", "care", "interpreter", "proxy", "guardian", "companions",
    "elder_transfer", "self_service", "unfinished", "maturity", "sold_out", "elder", "business_owner",
    "new_visitor", "lapsed", "idle", "young_worker", "no_offer", "default",
)  # fmt: skip
BY_PROXY = frozenset({"proxy", "inheritance"})


@dataclass(frozen=True)
class Waiting:
    """What the branch knows of somebody who came, all of which may be said aloud.

    `business_type` is a code of the catalogue, `self_service`: a machine does it in a few minutes.
    """

    ticket: str | None
    people_ahead: int
    minutes: int
    business_type: str | None = None
    self_service: bool = False


@dataclass(frozen=True)
class Open:
    """What the decision found before the sentence is chosen."""

    complaint: bool
    scam: bool
    unfinished: bool
    maturity: bool
    idle: bool
    anything_to_offer: bool
    sold_out: bool = False


def situation(portrait: Portrait, found: Open, waiting: Waiting | None, today: date, policy: Policy) -> str:
    """The code of the sentence to say first, one of SITUATIONS; the most careful one that applies.

    Those of a refusal, an erasure and companions are chosen by what staff tap, not here.
    """
    age = portrait.age
    elder = age is not None and age >= policy.elder_age
    minor = age is not None and age < policy.adult_age
    needs = set(portrait.care_needs) - ({"guardian"} if minor else set())  # every minor comes with one
    business = waiting.business_type if waiting else None
    applies = {
        "complaint": found.complaint or business == "complaint",
        "care": bool(needs - {"interpreter"}),
        "interpreter": bool(needs),
        "proxy": portrait.deceased or business in BY_PROXY,
        "guardian": minor,
        "elder_transfer": (elder or found.scam) and business == "transfer",
        "self_service": waiting is not None and waiting.self_service and not elder,
        "unfinished": found.unfinished,
        "maturity": found.maturity,
        "sold_out": found.sold_out,
        "elder": elder,
        "business_owner": portrait.segment == "business_owner",
        "new_visitor": _since(portrait.first_opened_on, today, policy.new_customer_days, within=True),
        "lapsed": _since(portrait.last_branch_visit_on, today, policy.lapsed_days, within=False),
        "idle": found.idle,
        "young_worker": portrait.segment == "young_worker",
        "no_offer": business is not None and not found.anything_to_offer,
        "default": True,
    }
    return next(code for code in SITUATIONS if applies.get(code, False))


def _since(day: date | None, today: date, days: int, *, within: bool) -> bool:
    if day is None:
        return False
    return (today - day <= timedelta(days=days)) is within
