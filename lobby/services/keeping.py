"""How close a customer is to the bank, the warning that money may leave, the long tail: for advice only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lobby.domain.keeping import Band, LoyaltyRules
from lobby.domain.loyalty import Drop, drop
from lobby.domain.portrait import Answer, ChurnReason, DatedIndex, PartPoints
from lobby.domain.sections import Loyalty, Reach
from lobby.domain.viewer import Language, Viewer
from lobby.services.permission import for_viewer
from lobby.services.portraits import open_section
from lobby.services.sources import Sources
from lobby.services.views import Reason, Visit

PART_FIGURES: Mapping[str, str] = {
    "products": "held",
    "tenure": "since",
    "activity": "made",
    "wallet": "gone",
    "referrals": "referrals",
}
REASON_FIGURES: Mapping[str, str] = {
    "balance_fall": "aum",
    "maturity_withdrawn": "matured",
    "inactive": "last_made",
}


@dataclass(frozen=True)
class Closeness:
    """The index with its parts; `missing` parts are not known; `means`: branch and segment → mean index."""

    index: Decimal | None
    before: Decimal | None
    trend: tuple[DatedIndex, ...]
    parts: tuple[PartPoints, ...]
    missing: tuple[str, ...]
    drop: Drop | None
    answers: tuple[Answer, ...]
    means: Mapping[str, Decimal]


@dataclass(frozen=True)
class Warned:
    """A reason of the churn warning and the neutral service that answers it."""

    reason: Reason
    points: int
    do: str


@dataclass(frozen=True)
class Tail:
    """A customer of the long tail: the words for state and potential, and the facts they rest on."""

    state: str
    potential: str
    last_contact_on: date | None
    count_contacts_lately: int | None
    last_made_on: date | None


@dataclass(frozen=True)
class Keeping:
    """What an adviser or manager sees of loyalty, churn warning and long tail (`tail` None: not in it)."""

    closeness: Closeness
    level: str
    points: int
    warnings: tuple[Warned, ...]
    tail: Tail | None


@for_viewer
def keeping(sources: Sources, viewer: Viewer, visit: Visit, language: Language) -> Keeping:
    """The whole part for the customer opened in `visit`; AccessRefused for any other role."""
    held = open_section(sources, viewer, visit, Loyalty)
    rules = sources.catalog.keeping
    rows = sources.portraits.rows("customer_loyalty_means", customer_id=visit.customer_id)
    return Keeping(
        closeness=closeness(held, rules.loyalty, {row["group_kind"]: row["loyalty_index"] for row in rows}),
        level=held.churn_level,
        points=held.churn_points,
        warnings=tuple(warned(sources, reason, language) for reason in held.churn_reasons),
        tail=tail(sources, open_section(sources, viewer, visit, Reach), language),
    )


def closeness(held: Loyalty, rules: LoyaltyRules, means: Mapping[str, Decimal]) -> Closeness:
    known = tuple(part for part in held.loyalty_parts if part["points"] is not None)
    return Closeness(
        index=held.loyalty_index,
        before=held.loyalty_index_before,
        trend=tuple(held.loyalty_trend),
        parts=known,
        missing=tuple(part["part"] for part in held.loyalty_parts if part["points"] is None),
        drop=drop(held.loyalty_parts, rules.drop_points),
        answers=tuple(held.surveys),
        means=means,
    )


def warned(sources: Sources, found: ChurnReason, language: Language) -> Warned:
    """One reason in the order of its points; a rule that left the catalogue since the build has no advice."""
    rule = sources.catalog.keeping.churn.rules.get(found["code"])
    facts = {name: found[name] for name in ("happened_on", "amount", "amount_before")}
    figure = f"event:{found['code']}" if found["code"] in sources.catalog.events else None
    reason = Reason(found["code"], facts, REASON_FIGURES.get(found["code"], figure))
    return Warned(reason, found["points"], rule.do[language] if rule else "")


def tail(sources: Sources, held: Reach, language: Language) -> Tail | None:
    if held.reach_state is None or held.potential is None:
        return None
    rules = sources.catalog.keeping.reach
    return Tail(
        state=named(rules.states, held.reach_state, language),
        potential=named(rules.potentials, held.potential, language),
        last_contact_on=held.last_contact_on,
        count_contacts_lately=held.count_contacts_lately,
        last_made_on=held.last_made_on,
    )


def named(bands: tuple[Band, ...], code: str, language: Language) -> str:
    """The words of the band called `code`; the code of one that left the catalogue since the build."""
    return next((band.name[language] for band in bands if band.code == code), code)
