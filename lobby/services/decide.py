"""What to say first, what to finish, what to offer and why, what not and why not: pure over its inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lobby.domain import evidence
from lobby.domain.association import Association, goes_with
from lobby.domain.catalogue import Catalog, FirstLine, Product, Service
from lobby.domain.evidence import Evidence
from lobby.domain.first_line import Arrival, Open, situation
from lobby.domain.funnel import Case, Left, left_at, missing_speaker
from lobby.domain.portrait import Portrait
from lobby.domain.ranking import Ranked, best_first, choose, fit_word, ranked
from lobby.domain.scenarios import Scenario, backing
from lobby.domain.viewer import Language, Viewer
from lobby.services.loan_card import LoanCard, loan_card
from lobby.services.talk import first_line, say, spoken_language
from lobby.services.views import Line, Reason, ServiceLine, Suggestion, Withheld

URGENT_LINES = frozenset({"resume_application", "maturity"})
OF_THEIR_OWN = URGENT_LINES | {"referral"}  # lines that the desk finds without a card
AFTER_DEATH = frozenset({"inheritance", "complaint_care"})


@dataclass(frozen=True)
class AuditReason:
    """The true stage and reason of a product that was not suggested, for the audit only."""

    product: str
    stage: str
    reason: str


@dataclass(frozen=True)
class Decision:
    """What a member of staff is shown of a customer on the evidence `held`; `audit` stays off the screen.

    `events` are all that live, strongest first.
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


@dataclass(frozen=True)
class Voice:
    """The language on the screen, the one to speak, and the currency amounts are in."""

    shown: Language
    spoken: Language
    currency: str | None = None


def decide(
    portrait: Portrait,
    catalog: Catalog,
    viewer: Viewer,
    now: datetime,
    language: Language,
    arrival: Arrival | None = None,
    currency: str | None = None,
    associations: tuple[Association, ...] = (),
    is_held_back: bool = False,
) -> Decision:
    """The decision for `portrait` and `viewer` at `now` (aware, bank-local), in `language`.

    Each product is suggested, or not with one stage and reason; services and unfinished business always are.
    """
    case = Case(portrait, viewer, now.date(), catalog, currency, associations, is_held_back)
    voice = Voice(language, spoken_language(portrait.language, language), currency)
    held = evidence.holding(catalog, portrait, case.today, case.age)
    chosen, left = through_the_funnel(case, held)
    suggestions = tuple(suggestion(one, case, voice) for one in chosen)
    unfinished, services = service_lines(case, voice, held)
    services = (*services, *referrals(case, voice, held, left))
    found = opened(case, held, unfinished, bool(suggestions or unfinished or services))
    opening = catalog.first_lines[situation(portrait, found, arrival, case.today, catalog.policy)]
    return Decision(
        say_first=greeting(opening, voice, arrival, catalog),
        unfinished=unfinished,
        suggestions=suggestions,
        services=services,
        not_suggested=tuple(withheld(catalog.products[code], one, language) for code, one in left.items()),
        audit=tuple(AuditReason(code, one.stage, one.refusal.reason) for code, one in left.items()),
        held=held,
        events=case.events,
        catalog=catalog.fingerprint,
        loan_card=loan_card(portrait, catalog, left, language, voice.spoken),
    )


def opened(
    case: Case, held: Mapping[str, Evidence], unfinished: tuple[ServiceLine, ...], anything_to_offer: bool
) -> Open:
    """What the sentence to say first is chosen by."""
    lines = {line.service for line in unfinished}
    situations = case.catalog.first_lines
    return Open(
        complaint=case.customer.has_open_complaint,
        scam=bool(held.keys() & situations["elder_transfer"].events),
        unfinished="resume_application" in lines,
        maturity="maturity" in lines,
        idle=case.customer.has_marketing_consent and bool(held.keys() & situations["idle"].events),
        anything_to_offer=anything_to_offer,
    )


def greeting(opening: FirstLine, voice: Voice, arrival: Arrival | None, catalog: Catalog) -> Line:
    """What to say first, and what it means where the customer's language is not the screen's."""
    spoken = first_line(opening, voice.spoken, arrival, catalog)
    if voice.spoken == voice.shown:
        return Line(opening.code, spoken)
    return Line(opening.code, spoken, first_line(opening, voice.shown, arrival, catalog))


def through_the_funnel(case: Case, held: Mapping[str, Evidence]) -> tuple[list[Ranked], dict[str, Left]]:
    """The products to suggest, best first, and where each other one left, in the catalogue's order."""
    products = case.catalog.products
    left = {code: left_at(product, case) for code, product in products.items()}
    passed = [contender(case, products[code], held) for code, found in left.items() if found is None]
    chosen, others = choose(passed, case.catalog.policy)
    left |= {code: Left("ranked", refusal) for code, refusal in others.items()}
    return chosen, {code: found for code, found in left.items() if found is not None}


def contender(case: Case, product: Product, held: Mapping[str, Evidence]) -> Ranked:
    """What speaks for `product`: an event that names another product does not."""
    asked = evidence.asked_about(case.customer, product.code)
    general = {code: one for code, one in held.items() if one.facts.get("product_code") is None}
    own = evidence.about(product.code, case.events)
    linked = goes_with(product.code, case.customer, case.associations, case.catalog.policy)
    policy = case.catalog.policy
    backed = {card.code: (card, backing(card, product.code, case.facts, policy)) for card in case.cards}
    return ranked(
        product,
        {**general, **own, **linked, **({"asked_about": asked} if asked else {})},
        {code: (card, weight) for code, (card, weight) in backed.items() if weight},
    )


def suggestion(one: Ranked, case: Case, voice: Voice) -> Suggestion:
    product, catalog, card = one.product, case.catalog, one.card
    notices = [catalog.notices[code].text[voice.shown] for code in product.notices]
    return Suggestion(
        product=product.code,
        name=product.name[voice.shown],
        kind=product.kind,
        risk=product.risk,
        sale=product.sale,
        issuer=product.issuer[voice.shown] if product.issuer else "",
        minimum_amount=product.minimum_amount if voice.currency in (None, catalog.policy.currency) else None,
        fit=fit_word(one.fit, catalog.policy) or "medium",
        reasons=reasons(one.reasons, case, voice),
        talk=say(product.talk[voice.spoken], "seated", {}, catalog),
        notices=(product.terms[voice.shown], *notices),
        next_places=product.next_places,
        then_ask=say(card.ask[voice.spoken], "public", {}, catalog) if card else "",
        benefits=benefits(card, case, voice) if card else (),
    )


def benefits(card: Scenario, case: Case, voice: Voice) -> tuple[str, ...]:
    """What partner merchants give today with a card of this category; nothing with a sensitive one."""
    return tuple(
        f"{benefit.partner[voice.shown]} · {benefit.what[voice.shown]}"
        for benefit in case.catalog.cards.benefits.values()
        if benefit.category == card.category and benefit.until >= case.today and not card.is_sensitive
    )


def withheld(product: Product, left: Left, language: Language) -> Withheld:
    stage, why, values = left.told
    return Withheld(product.code, product.name[language], stage, why, values)


def reasons(found: Iterable[Evidence], case: Case, voice: Voice) -> tuple[Reason, ...]:
    """Those of the reasons that the viewer may see."""
    shown = [one for one in found if evidence.may_be_shown(one, case.catalog, case.viewer)]
    return tuple(reason(one, case.catalog, voice) for one in shown)


def reason(found: Evidence, catalog: Catalog, voice: Voice) -> Reason:
    facts = found.facts
    if found.code == "scenario":
        facts = {"scenario": catalog.cards.scenarios[str(facts["scenario"])].name[voice.shown]}
    return Reason(found.code, facts, found.figure, found.stage, evidence.is_unspoken(found, catalog))


def service_lines(
    case: Case, voice: Voice, held: Mapping[str, Evidence]
) -> tuple[tuple[ServiceLine, ...], tuple[ServiceLine, ...]]:
    """Urgent lines (safety, complaint, unfinished, maturities) and the other services, each in order."""
    customer = case.customer
    lines = [
        service_line(service, found, case, voice)
        for service in sorted(case.catalog.services.values(), key=lambda one: (one.order, one.code))
        if not customer.deceased or service.code in AFTER_DEATH
        if (found := triggered(service, case, held))
    ]
    lines += [
        desk_line(code, found, case.catalog, voice)
        for code in dict.fromkeys(card.product for card in case.cards)
        if code in case.catalog.desk_lines and code not in OF_THEIR_OWN
        if (found := of_cards(code, case))
    ]
    urgent = [line for line in lines if line.urgent]
    urgent.sort(key=lambda line: not is_first(line, case.catalog))
    if not customer.deceased:
        for broken_off in evidence.unfinished(customer, case.today):
            urgent.append(desk_line("resume_application", [broken_off], case.catalog, voice))
        maturing = evidence.maturing(case.events)
        if maturing:
            urgent.append(desk_line("maturity", maturing, case.catalog, voice))
    return tuple(urgent), tuple(line for line in lines if not line.urgent)


def triggered(service: Service, case: Case, held: Mapping[str, Evidence]) -> list[Evidence]:
    found = [held[code] for code in service.triggers if code in held]
    asks = "asked_about" in service.triggers
    asked = evidence.asked_about(case.customer, service.code) if asks else None
    return [*found, asked] if asked else found or of_cards(service.code, case)


def of_cards(code: str, case: Case) -> list[Evidence]:
    """The cards in hand whose main line this is."""
    return [evidence.told(card) for card in case.cards if card.product == code]


def is_first(line: ServiceLine, catalog: Catalog) -> bool:
    """Does it come before everything else for what it was triggered by?"""
    first_for = catalog.services[line.service].first_for
    return any(one.code in first_for for one in line.reasons)


def service_line(service: Service, found: Sequence[Evidence], case: Case, voice: Voice) -> ServiceLine:
    """The service with its talk, or with the referral's when the viewer may not speak about it."""
    missing = missing_speaker(service.speakers, case.viewer)
    talk = service.talk if missing is None else case.catalog.desk_lines["referral"].talk
    referred = [] if missing is None else [Evidence("referral", {"qualification": missing})]
    return ServiceLine(
        service=service.code,
        name=service.name[voice.shown],
        reasons=reasons((*found, *referred), case, voice),
        talk=say(talk[voice.spoken], "seated", {}, case.catalog),
        urgent=service.urgent or any(one.code in service.first_for for one in found),
        next_places=service.next_places,
    )


def desk_line(code: str, found: Iterable[Evidence], catalog: Catalog, voice: Voice) -> ServiceLine:
    line = catalog.desk_lines[code]
    return ServiceLine(
        service=code,
        name=line.name[voice.shown],
        reasons=tuple(reason(one, catalog, voice) for one in found),
        talk=say(line.talk[voice.spoken], "seated", {}, catalog),
        urgent=code in URGENT_LINES,
        next_places=line.next_places,
    )


def referrals(
    case: Case, voice: Voice, held: Mapping[str, Evidence], left: Mapping[str, Left]
) -> tuple[ServiceLine, ...]:
    """One referral per qualification that the viewer lacks for a product which would else be suggested."""
    policy = case.catalog.policy
    needed = {
        code: str(found.refusal.values["qualification"])
        for code, found in left.items()
        if found.refusal.reason == "not_qualified"
    }
    products = [case.catalog.products[code] for code in needed]
    passed = [
        contender(case, product, held)
        for product in products
        if left_at(product, case, whoever_talks=True) is None
    ]
    fitting = [one for one in best_first(passed) if fit_word(one.fit, policy) is not None]
    missing = dict.fromkeys(needed[one.product.code] for one in fitting)
    return tuple(
        desk_line("referral", [Evidence("referral", {"qualification": code})], case.catalog, voice)
        for code in list(missing)[: policy.max_suggestions]
    )
