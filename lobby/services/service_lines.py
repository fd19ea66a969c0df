"""What is never marketing: services, unfinished business, maturities and referrals, as lines of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lobby.domain import evidence
from lobby.domain.case import Case
from lobby.domain.catalogue import Catalog, Service
from lobby.domain.choosing import qualifications_missed
from lobby.domain.evidence import Evidence
from lobby.domain.funnel import Left, missing_speaker
from lobby.services.talk import say
from lobby.services.views import ServiceLine
from lobby.services.voice import Voice, reason, reasons

URGENT_LINES = frozenset({"resume_application", "maturity"})
OF_THEIR_OWN = URGENT_LINES | {"referral"}  # lines that the desk finds without a card
AFTER_DEATH = frozenset({"inheritance", "complaint_care"})


def service_lines(case: Case, voice: Voice) -> tuple[tuple[ServiceLine, ...], tuple[ServiceLine, ...]]:
    """Urgent lines (safety, complaint, unfinished, maturities) and the other services, each in order."""
    customer = case.customer
    lines = [
        service_line(service, found, case, voice)
        for service in sorted(case.catalog.services.values(), key=lambda one: (one.order, one.code))
        if not customer.deceased or service.code in AFTER_DEATH
        if (found := triggered(service, case))
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


def triggered(service: Service, case: Case) -> list[Evidence]:
    """What the service appears with: its triggers that hold, else the cards in hand."""
    found = [case.held[code] for code in service.triggers if code in case.held]
    asks = "asked_about" in service.triggers
    asked = evidence.asked_about(case.customer, service.code) if asks else None
    return [*found, asked] if asked else found or of_cards(service.code, case)


def of_cards(code: str, case: Case) -> list[Evidence]:
    """The cards in hand whose main line this is."""
    of_partner = case.customer.partner_scenarios
    return [evidence.told(card, card.code in of_partner) for card in case.cards if card.product == code]


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
        alarm=alarm(found, case.catalog),
    )


def alarm(found: Iterable[Evidence], catalog: Catalog) -> str | None:
    """The event among `found` that withholds every offer."""
    events = catalog.events
    return next((one.code for one in found if one.code in events and events[one.code].withholds_offers), None)


def desk_line(code: str, found: Iterable[Evidence], catalog: Catalog, voice: Voice) -> ServiceLine:
    """A line that is no service of its own, with its evidence."""
    line = catalog.desk_lines[code]
    return ServiceLine(
        service=code,
        name=line.name[voice.shown],
        reasons=tuple(reason(one, catalog, voice) for one in found),
        talk=say(line.talk[voice.spoken], "seated", {}, catalog),
        urgent=code in URGENT_LINES,
        next_places=line.next_places,
    )


def referrals(case: Case, voice: Voice, left: Mapping[str, Left]) -> tuple[ServiceLine, ...]:
    """One referral per qualification that the viewer lacks for a product which would else be suggested."""
    return tuple(
        desk_line("referral", [Evidence("referral", {"qualification": code})], case.catalog, voice)
        for code in qualifications_missed(case, left)
    )
