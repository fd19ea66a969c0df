"""What to say first, what to finish, what to offer and why, what not and why not: pure over its inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lobby.domain.case import Case
from lobby.domain.catalogue import Catalog, FirstLine
from lobby.domain.choosing import NoOffer, kept_back, no_offer, through_the_funnel
from lobby.domain.evidence import Evidence
from lobby.domain.first_line import Open, Waiting, situation
from lobby.domain.funnel import Left
from lobby.domain.outcomes import WELCOME
from lobby.domain.portrait import Contact
from lobby.domain.since import ProductStatus
from lobby.domain.viewer import Language
from lobby.services.conversation import conversation
from lobby.services.loan_card import LoanCard, loan_card
from lobby.services.offers import suggestion, withheld
from lobby.services.service_lines import referrals, service_lines
from lobby.services.talk import first_line, read_aloud
from lobby.services.views import Conversation, Line, ServiceLine, Suggestion, Withheld
from lobby.services.voice import Voice


@dataclass(frozen=True)
class AuditReason:
    """The true stage and reason of a product that was not suggested, for the audit only."""

    product: str
    stage: str
    reason: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Decision:
    """What a member of staff is shown of a customer on the evidence `held`; `audit` stays off the screen.

    `events` are all that live, strongest first; `no_offer` says why there is no suggestion. `kept_back` is
    what the control group alone kept from being suggested, for the measuring alone.
    """

    say_first: Line
    unfinished: tuple[ServiceLine, ...]
    suggestions: tuple[Suggestion, ...]
    services: tuple[ServiceLine, ...]
    not_suggested: tuple[Withheld, ...]
    audit: tuple[AuditReason, ...]
    held: Mapping[str, Evidence]
    events: tuple[Evidence, ...]
    catalog: str
    loan_card: LoanCard | None
    no_offer: NoOffer | None
    talk: Conversation | None
    kept_back: tuple[Suggestion, ...] = ()


def concluded(case: Case, language: Language) -> Decision:
    """The decision of a case, its words in `language`."""
    catalog = case.catalog
    voice = Voice(language, read_aloud(case.customer.language, language), case.currency)
    chosen, left = through_the_funnel(case)
    suggestions = tuple(suggestion(one, case, voice) for one in chosen)
    unfinished, services = service_lines(case, voice)
    services = (*services, *referrals(case, voice, left))
    found = opened(case, unfinished, bool(suggestions or unfinished or services))
    code = situation(case.customer, found, case.since.waiting, case.today, catalog.policy)
    talk = conversation(case, voice, code, unfinished, chosen, services)
    return Decision(
        say_first=greeting(catalog.first_lines[code], voice, case.since.waiting, catalog, talk),
        unfinished=unfinished,
        suggestions=suggestions,
        services=services,
        not_suggested=not_suggested(left, catalog, language),
        no_offer=None if suggestions else no_offer(left),
        audit=tuple(true_reason(code, one) for code, one in left.items()),
        held=case.held,
        events=case.events,
        catalog=catalog.fingerprint,
        loan_card=loan_card(case.customer, catalog, left, language, voice.spoken),
        talk=talk,
        kept_back=tuple(suggestion(one, case, voice) for one in kept_back(case)),
    )


def not_suggested(left: Mapping[str, Left], catalog: Catalog, language: Language) -> tuple[Withheld, ...]:
    """What the screen names beside the suggestions; a private product is not named in the lobby at all."""
    named = {code: one for code, one in left.items() if not catalog.products[code].is_private}
    return tuple(withheld(catalog.products[code], one, language) for code, one in named.items())


def true_reason(product: str, left: Left) -> AuditReason:
    return AuditReason(product, left.stage, left.refusal.reason, left.refusal.values)


def opened(case: Case, unfinished: tuple[ServiceLine, ...], anything_to_offer: bool) -> Open:
    """What the sentence to say first is chosen by."""
    lines = {line.service for line in unfinished}
    situations = case.catalog.first_lines
    return Open(
        complaint=case.customer.has_open_complaint,
        scam=bool(case.held.keys() & situations["elder_transfer"].events),
        unfinished="resume_application" in lines,
        maturity="maturity" in lines,
        idle=case.customer.has_marketing_consent and bool(case.held.keys() & situations["idle"].events),
        anything_to_offer=anything_to_offer,
        sold_out=bool(sold_out_since(case.customer.contacts, case.since.statuses)),
    )


def sold_out_since(contacts: Iterable[Contact], statuses: Mapping[str, ProductStatus]) -> frozenset[str]:
    """The products that sold out after the customer was interested in them."""
    return frozenset(
        product
        for one in contacts
        if (product := one["product_code"]) is not None
        and one["outcome"] in WELCOME
        and (status := statuses.get(product)) is not None
        and status.state == "sold_out"
        and one["contacted_at"] < status.effective_at.replace(tzinfo=None)
    )


def greeting(
    opening: FirstLine, voice: Voice, waiting: Waiting | None, catalog: Catalog, talk: Conversation | None
) -> Line:
    """What to say first, and what it means where the customer's language is not the screen's.

    A talk's own first sentence stands for the plainest one only, where no queue is to be told of.
    """
    if opening.code == "default" and waiting is None and talk is not None and "first" in talk.said:
        return talk.said["first"]
    spoken = first_line(opening, voice.spoken, waiting, catalog)
    if voice.spoken == voice.shown:
        return Line(opening.code, spoken)
    return Line(opening.code, spoken, first_line(opening, voice.shown, waiting, catalog))
