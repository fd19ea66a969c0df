"""What the screen and the command line are given: values and codes, masked; words come from the locales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from lobby.domain.first_line import Waiting
from lobby.domain.levers import Lever
from lobby.domain.outcomes import Outcome
from lobby.domain.propensity import Propensity
from lobby.domain.revealing import Field
from lobby.domain.talks import Length, Part
from lobby.services.loan_card import LoanCard


@dataclass(frozen=True)
class Hit:
    """One row of a search: masked; `tails` are phone and card tails as `0000`.

    `visit`: the opening that the person may go on with; `has_draft`: something is half entered.
    """

    customer_id: str
    name_masked: str | None
    branch_id: str
    age_band: str | None
    tails: tuple[str, ...]
    visit: Visit | None = None
    has_draft: bool = False


@dataclass(frozen=True)
class Findings:
    """What a search gave: `type_more` and `reason_needed` hold no hits and no count."""

    state: Literal["found", "none", "type_more", "reason_needed"]
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Visit:
    """One opening of one customer, written to the audit before anything is shown."""

    visit_id: str
    customer_id: str
    opened_at: datetime


@dataclass(frozen=True)
class Line:
    """A sentence to say; `meaning` is the same in the screen's language where that is another one."""

    code: str
    text: str
    meaning: str | None = None


@dataclass(frozen=True)
class Conversation:
    """What to say about `about`, sentence by sentence; `notices` are forced, `begin_with` fits the wait."""

    code: str
    about: str
    said: Mapping[Part, Line]
    objections: tuple[tuple[Line, Line], ...]
    notices: tuple[str, ...]
    begin_with: Length


@dataclass(frozen=True)
class Reason:
    """Why: a code and `facts`, values of the customer's own rows; `figure` opens the rows.

    `stage`: of an event, how far the customer has come in a decision, for the tone. `is_unspoken`: it must
    never be said, nor be seen by who comes along.
    """

    code: str
    facts: Mapping[str, object]
    figure: str | None = None
    stage: str | None = None
    is_unspoken: bool = False


@dataclass(frozen=True)
class Arithmetic:
    """What a suggestion was ranked by: `score` is the product of the other figures.

    `propensity` None: the bank keeps no contacts, and it counts as 1.
    """

    propensity: Propensity | None
    value: int
    fit: Decimal
    levers: tuple[Lever, ...]
    score: Decimal


@dataclass(frozen=True)
class Suggestion:
    """A product offered now; `fit` is a word, never a score; `notices` are the forced sentences.

    `then_ask` is the question of the scenario card behind it, for after the business is done; `benefits` are
    what partner merchants give with it; `arithmetic` is for managers and head office alone. `card` names that
    card, and is not for the screen.
    """

    product: str
    name: str
    kind: str
    risk: str | None
    sale: str
    issuer: str
    minimum_amount: Decimal | None
    fit: Literal["high", "medium"]
    reasons: tuple[Reason, ...]
    talk: str
    notices: tuple[str, ...]
    next_places: tuple[str, ...]
    then_ask: str = ""
    benefits: tuple[str, ...] = ()
    arithmetic: Arithmetic | None = None
    card: str | None = None


@dataclass(frozen=True)
class ServiceLine:
    """A service, referral or unfinished business, never marketing; `urgent` sorts above all.

    `alarm` is the event that withholds every offer, where the line is about one.
    """

    service: str
    name: str
    reasons: tuple[Reason, ...]
    talk: str
    urgent: bool = False
    next_places: tuple[str, ...] = ()
    alarm: str | None = None


@dataclass(frozen=True)
class Recorded:
    """What came of a talk, as the screen tells it.

    `at` is the bank-local time of the talk, `quiet_until` the day from which the product may be offered
    again, `undo_until` (on the desk's clock, bank-local) None where it is too late or not the viewer's.
    """

    outcome: Outcome
    at: datetime
    quiet_until: date | None
    undo_until: datetime | None
    may_void: bool


@dataclass(frozen=True)
class Withheld:
    """A product that is not suggested: the one stage it left at, one reason code and its values."""

    product: str
    name: str
    stage: str
    reason: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Person:
    """The heading, masked; `segment_service` is the segment's neutral service name, for the screen.

    `has_year`: one to be shown in person. `is_owner`: a person who also owns or acts for an organisation;
    `business_months`: with receipts, of six.
    """

    customer_id: str
    kind: str
    name_masked: str | None
    gender: str | None
    age_band: str | None
    branch_name: str
    segment: str
    segment_service: str
    tier: str
    risk_rating: str | None
    rating_state: Literal["valid", "expired", "missing"]
    rating_until: date | None
    has_marketing_consent: bool
    care_needs: tuple[str, ...]
    is_deceased: bool
    needs_guardian: bool = False
    has_year: bool = True
    is_owner: bool = False
    business_months: int = 0


@dataclass(frozen=True)
class Figure:
    """A number; `figure` is the key that opens its rows; a value of None is not supplied."""

    figure: str
    value: Decimal | None
    on: date | None


@dataclass(frozen=True)
class Assets:
    total: Figure
    change_90d: Decimal | None
    by_kind: Mapping[str, Figure]
    liabilities: Mapping[str, Figure]
    other_currencies: Mapping[str, Decimal]
    maturing_30d: Figure
    maturities: tuple[Mapping[str, object], ...]
    accounts: tuple[Mapping[str, object], ...]
    held_kinds: tuple[str, ...]
    missing_kinds: tuple[str, ...]


@dataclass(frozen=True)
class RegularIncome:
    day: int
    amount: Decimal
    last_on: date | None
    figure: str


@dataclass(frozen=True)
class Habits:
    spent_by_method_365d: Mapping[str, Figure]
    spent_by_category_365d: Mapping[str, Figure]
    spent_by_month: tuple[Mapping[str, object], ...]
    bound_wallets: tuple[str, ...]
    salary: RegularIncome | None
    pension: RegularIncome | None
    last_transaction_on: date | None
    last_mobile_login_on: date | None
    last_branch_visit_on: date | None


@dataclass(frozen=True)
class CustomerView:
    """What the customer page and `lobby show` show before anything is unfolded, in one language.

    `decision_id` names the decision behind it, None where nothing was decided; `no_offer` says why there are
    no suggestions, where there are none.
    `talks` are this visit's, those taken back too; `draft` is what was half entered for this customer.
    `company` is who sees to the company of an owner, None for anybody else, `waiting` the place in the queue
    as the customer was opened. `masked` is what this viewer may lift the mask from, as it stands masked.
    """

    visit: Visit
    as_of: date
    currency: str
    person: Person
    say_first: Line
    unfinished: tuple[ServiceLine, ...]
    suggestions: tuple[Suggestion, ...]
    services: tuple[ServiceLine, ...]
    not_suggested: tuple[Withheld, ...]
    assets: Assets
    habits: Habits
    recent: tuple[Reason, ...]
    contacts: tuple[Mapping[str, object], ...]
    strategy: str
    not_supplied: tuple[str, ...]
    loan_card: LoanCard | None = None
    talk: Conversation | None = None
    decision_id: str | None = None
    no_offer: str = "today"
    talks: tuple[Recorded, ...] = ()
    draft: Mapping[str, Any] = field(default_factory=dict)
    company: ServiceLine | None = None
    waiting: Waiting | None = None
    masked: Mapping[Field, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowsBehind:
    """The rows behind a figure: `total` is their sum in the feed's currency, None where they are counted.

    `columns` are codes. They stand as of `on` in the feed's table `source`, None where the row says which.
    """

    figure: str
    total: Decimal | None
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    is_cut: bool
    on: date | None = None
    source: str | None = None
