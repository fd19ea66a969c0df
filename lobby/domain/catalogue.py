"""The bank's catalogue as values: products, services, reasons, events, cards, segments, words, policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from lobby.domain.conditions import AllOf, Condition
from lobby.domain.credit import CreditRules
from lobby.domain.keeping import Keeping
from lobby.domain.levers import Bounds, Lever
from lobby.domain.policy import Policy
from lobby.domain.scenarios import Cards
from lobby.domain.segments import Segment, Tier
from lobby.domain.shown_words import Privacy, ServiceSheet
from lobby.domain.spoken import DecisionStage, SpeakLevel, Words
from lobby.domain.talk_rules import Limits
from lobby.domain.talks import Talk
from lobby.domain.triage import Business
from lobby.domain.wording import Wording

Numbers: TypeAlias = Mapping[str, int | Decimal]
ProductKind = Literal[
    "deposit", "gov_bond", "wealth", "fund", "gold", "securities", "insurance", "pension", "card", "loan"
]
PRODUCT_KINDS: tuple[ProductKind, ...] = (
    "deposit", "gov_bond", "wealth", "fund", "gold", "securities", "insurance", "pension", "card", "loan",
)  # fmt: skip
RATED_KINDS: frozenset[str] = frozenset({"wealth", "fund", "gold", "securities", "insurance"})
RISK_KINDS: frozenset[str] = RATED_KINDS - {"insurance"}  # insurers grade their own way
RISKS = ("R1", "R2", "R3", "R4", "R5")
QUALIFICATIONS = ("wm", "fund", "ins", "loan", "corp")
SPEAKERS = ("any", "lobby", *QUALIFICATIONS)
PLACES = ("counter", "stm", "app", "zone", "loan_desk", "corp_desk", "hotline", "here")


@dataclass(frozen=True)
class Rule:
    """One condition of a product and the reason code told when it fails."""

    because: str
    condition: Condition


@dataclass(frozen=True)
class Product:
    """What may be offered; any one of `speakers` may talk about it; `favoured_by`: reason code → weight.

    What is sold to qualified customers in private `is_private`: the lobby neither offers nor names it.
    """

    code: str
    kind: ProductKind
    name: Words
    sale: Literal["own", "agency"]
    issuer: Words | None
    risk: str | None
    minimum_amount: Decimal | None
    speakers: tuple[str, ...]
    next_places: tuple[str, ...]
    notices: tuple[str, ...]
    terms: Words
    cost: Words
    talk: Words
    cool_down_days: int
    value: int
    favoured_by: Mapping[str, Decimal]
    rules: tuple[Rule, ...]
    on_sale_from: date | None = None
    on_sale_to: date | None = None
    is_private: bool = False
    window_days: int | None = None

    @property
    def condition(self) -> Condition:
        """All rules together: what makes a customer a candidate."""
        return AllOf(tuple(rule.condition for rule in self.rules))


@dataclass(frozen=True)
class Service:
    """Help, never marketing: appears with each of its `triggers` (reasons, events) that holds, in `order`.

    With one of `first_for` among them it comes before everything else.
    """

    code: str
    name: Words
    speakers: tuple[str, ...]
    next_places: tuple[str, ...]
    talk: Words
    triggers: tuple[str, ...]
    order: int
    urgent: bool
    first_for: tuple[str, ...]
    sheet: ServiceSheet


@dataclass(frozen=True)
class DeskLine:
    """A line of the desk that is no service of its own: a referral, unfinished business, a maturity."""

    code: str
    name: Words
    talk: Words
    next_places: tuple[str, ...]


@dataclass(frozen=True)
class ReasonRule:
    """When a reason holds, the facts that prove it (name → column), who may hear it, and the rows.

    `today`: dates are compared with today instead of the feed's date. A reason without a condition is found
    by the desk (a customer's own question), not by a column.
    """

    code: str
    condition: Condition | None
    facts: Mapping[str, str]
    speak: SpeakLevel
    needs_profiling: bool
    today: bool
    figure: str | None


@dataclass(frozen=True)
class Event:
    """Something dated that `queries/events/<code>.sql` finds; `numbers` are the parameters it is found with.

    `stage` is how far the customer has come in a decision, `speak` who may hear of it, `figure` the rows
    that open behind it. While one lives that `withholds_offers`, nothing is offered.
    With `is_lead` it stands among the day's leads, with `is_handoff` as what another channel hands over.
    """

    code: str
    name: Words
    stage: DecisionStage
    speak: SpeakLevel
    needs_profiling: bool
    withholds_offers: bool
    is_lead: bool
    is_handoff: bool
    figure: str
    numbers: Numbers


@dataclass(frozen=True)
class RiskRules:
    """What raises a risk flag: `numbers` are the parameters of `queries/risk/<code>.sql`, by code.

    A cleared case keeps the same suspicion quiet for `quiet_days`.
    """

    quiet_days: int
    numbers: Mapping[str, Numbers]


@dataclass(frozen=True)
class Notice:
    code: str
    text: Words


@dataclass(frozen=True)
class FirstLine:
    """A say-first sentence; `without_ticket` is said when no arrival is known, `with_business` when all is.

    `events`: the reasons and events with which its situation is met, where these decide it.
    """

    code: str
    text: Words
    without_ticket: Words
    events: frozenset[str]
    with_business: Words | None = None


@dataclass(frozen=True)
class Catalog:
    """All the bank decides about what may be offered and said; `fingerprint` names this very version.

    `wording` is what must not be said, `not_noted` what must not be written down about a customer.
    """

    products: Mapping[str, Product]
    services: Mapping[str, Service]
    desk_lines: Mapping[str, DeskLine]
    reasons: Mapping[str, ReasonRule]
    events: Mapping[str, Event]
    risk: RiskRules
    credit: CreditRules
    keeping: Keeping
    cards: Cards
    privacy: Privacy
    segments: tuple[Segment, ...]
    unknown_segment: Segment
    tiers: tuple[Tier, ...]
    levers: tuple[Lever, ...]
    lever_bounds: Bounds
    notices: Mapping[str, Notice]
    business: Mapping[str, Business]
    first_lines: Mapping[str, FirstLine]
    facts: Mapping[str, SpeakLevel]
    hidden_facts: frozenset[str]
    spending_facts: frozenset[str]
    asked_facts: frozenset[str]
    kept_private: frozenset[str]
    policy: Policy
    wording: Wording
    not_noted: Wording
    limits: Limits
    talks: Mapping[str, Talk]
    fingerprint: str

    def segment(self, code: str) -> Segment:
        """The segment called `code`; the unknown one for any other code."""
        return next((one for one in self.segments if one.code == code), self.unknown_segment)
