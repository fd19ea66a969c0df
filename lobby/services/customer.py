"""The customer page's content: who this is, what to say, finish and offer, and the facts behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from lobby.data import desk_scenarios
from lobby.domain import scope
from lobby.domain.case import Case
from lobby.domain.catalogue import Catalog
from lobby.domain.evidence import (
    MATURING,
    Evidence,
    is_unspoken,
    may_be_shown,
    names_private,
    unnamed,
)
from lobby.domain.masking import mask_name
from lobby.domain.portrait import Contact, Portrait
from lobby.domain.since import Since, brought_up_to_date
from lobby.domain.suitability import age_on, rating_state, rating_until
from lobby.domain.viewer import Language, Viewer
from lobby.domain.year import has_year
from lobby.services import drafts, outcomes, risk, scenarios
from lobby.services.associations import associations
from lobby.services.decide import Decision, concluded
from lobby.services.decisions import Decided, decided_by, inputs_of, keep_decision
from lobby.services.figures import assets, habits
from lobby.services.people import age_band
from lobby.services.permission import for_viewer
from lobby.services.portraits import read_portrait, seen_by
from lobby.services.reveal import masked
from lobby.services.service_lines import desk_line
from lobby.services.since import since
from lobby.services.sources import Sources
from lobby.services.talk import read_aloud
from lobby.services.uptake import propensities_for
from lobby.services.views import CustomerView, Person, Reason, ServiceLine, Visit
from lobby.services.visits import confirm
from lobby.services.voice import Voice

Looked = tuple[CustomerView, Decided | None]

RECENT = ("salary_regular", "id_expired", "id_expiring", "rating_expired", "rating_expiring")


@for_viewer
def customer_view(
    sources: Sources, viewer: Viewer, visit: Visit, now: datetime, language: Language
) -> CustomerView:
    """What `look` shows, with the decision behind it in the desk store."""
    view, decided = look(sources, viewer, visit, now, language)
    keep_decision(sources, decided)
    return view


@for_viewer
def look(
    sources: Sources,
    viewer: Viewer,
    visit: Visit,
    now: datetime,
    language: Language,
    changed: Since | None = None,
) -> Looked:
    """Everything of the customer opened in `visit` that this viewer may see, in `language`.

    Beside it the decision that the desk store is to keep: `keep_decision`; `changed` is what `since` found,
    gathered here where it is None. Audit and risk see no segment, strategy, suggestion or withheld product.
    """
    confirm(sources, viewer, visit)
    switches = desk_scenarios.switches(sources.desk)
    held_back_by = risk.held_back_by(sources, visit.customer_id)
    portrait = read_portrait(sources, visit.customer_id)
    changed = since(sources, viewer, visit.customer_id, now) if changed is None else changed
    case = Case(
        portrait=portrait,
        viewer=viewer,
        today=now.date(),
        catalog=scenarios.switched(sources.catalog, switches),
        currency=sources.currency,
        associations=associations(sources),
        is_held_back=bool(held_back_by),
        since=changed,
        propensities=propensities_for(sources, brought_up_to_date(portrait, changed)),
    )
    decision = concluded(case, language)
    if not scope.sees_marketing(viewer):
        decision = replace(
            decision, suggestions=(), not_suggested=(), loan_card=None, no_offer=None, talk=None
        )
        return shown(sources, viewer, visit, case.customer, decision, now, language), None
    inputs = inputs_of(case, switches, held_back_by)
    decided = decided_by(sources, viewer, visit, inputs, decision)
    view = shown(sources, viewer, visit, case.customer, decision, now, language)
    return replace(view, decision_id=decided.record.decision_id, waiting=changed.waiting), decided


def shown(
    sources: Sources,
    viewer: Viewer,
    visit: Visit,
    customer: Portrait,
    decision: Decision,
    now: datetime,
    language: Language,
) -> CustomerView:
    """What was decided, and of the facts those columns alone that the policy lets this role see."""
    manifest, portrait = sources.portraits.manifest, seen_by(viewer, customer)
    return CustomerView(
        visit=visit,
        as_of=portrait.as_of,
        currency=manifest.currency,
        person=person(sources, portrait, now.date(), language),
        say_first=decision.say_first,
        unfinished=decision.unfinished,
        suggestions=decision.suggestions,
        services=decision.services,
        not_suggested=decision.not_suggested,
        assets=assets(portrait),
        habits=habits(portrait, manifest.not_supplied),
        recent=recent(sources.catalog, viewer, decision),
        contacts=newest_first(portrait.contacts, sources.catalog),
        strategy=sources.catalog.segment(portrait.segment).strategy[language] if portrait.segment else "",
        not_supplied=manifest.not_supplied,
        loan_card=decision.loan_card,
        no_offer=decision.no_offer or "today",
        talks=outcomes.recorded_in(sources, viewer, visit) if scope.records_talks(viewer) else (),
        draft=drafts.draft(sources, viewer, visit).content if scope.records_talks(viewer) else {},
        talk=decision.talk,
        company=company(sources.catalog, portrait, language),
        masked=masked(viewer, portrait, now.date()),
    )


def company(catalog: Catalog, portrait: Portrait, language: Language) -> ServiceLine | None:
    """Who sees to the company of a person who has one, and how to say so."""
    if not is_owner(portrait):
        return None
    voice = Voice(language, read_aloud(portrait.language, language))
    return desk_line("corporate_account", (), catalog, voice)


def is_owner(portrait: Portrait) -> bool:
    return portrait.kind == "person" and portrait.has_organisation


def newest_first(contacts: Iterable[Contact], catalog: Catalog) -> tuple[Mapping[str, object], ...]:
    ordered = sorted(contacts, key=lambda one: (one["contacted_at"], one["contact_id"]), reverse=True)
    return tuple(unnamed(cast(Mapping[str, object], contact), catalog) for contact in ordered)


def person(sources: Sources, portrait: Portrait, today: date, language: Language) -> Person:
    policy = sources.catalog.policy
    segment = sources.catalog.segment(portrait.segment)
    age = age_on(portrait.birth_date, today)
    return Person(
        customer_id=portrait.customer_id,
        kind=portrait.kind,
        name_masked=mask_name(portrait.name, portrait.kind),
        gender=portrait.gender,
        age_band=age_band(age),
        branch_name=sources.branch_names().get(portrait.home_branch_id, portrait.home_branch_id),
        segment=portrait.segment,
        segment_service=segment.service_name[language] if portrait.segment else "",
        tier=portrait.tier,
        risk_rating=portrait.risk_rating,
        rating_state=rating_state(portrait, today, policy),
        rating_until=rating_until(portrait, policy),
        has_marketing_consent=portrait.has_marketing_consent,
        care_needs=tuple(portrait.care_needs),
        is_deceased=portrait.deceased,
        needs_guardian=portrait.limited_capacity or (age is not None and age < policy.adult_age),
        has_year=has_year(portrait, policy.adult_age),
        is_owner=is_owner(portrait),
        business_months=portrait.business_months_6m,
    )


def recent(catalog: Catalog, viewer: Viewer, decision: Decision) -> tuple[Reason, ...]:
    """What happened lately or runs out soon, strongest first, and not told in another place.

    What must never be said stands here for those alone who may see it.
    """
    told = MATURING | {one.code for line in decision.unfinished for one in line.reasons}
    seen: dict[str, Evidence] = {}
    for one in decision.events:
        is_told = one.code in told | catalog.reasons.keys() or names_private(one.facts, catalog)
        if not is_told and may_be_shown(one, catalog, viewer):
            seen.setdefault(one.code, one)
    for code in RECENT:
        if code in decision.held:
            seen[code] = decision.held[code]
    return tuple(
        Reason(one.code, one.facts, one.figure, one.stage, is_unspoken(one, catalog)) for one in seen.values()
    )
