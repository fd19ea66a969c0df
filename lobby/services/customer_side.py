"""What the customer may see on the screen that is turned round: nothing judged, nothing of anybody else.

Products are those the funnel let through for this member of staff, and no others; own assets are asked for
apart, after staff made sure that it is the owner and that nobody else watches. All of it is in the customer's
own language where that is known, and in the audit before it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from lobby.data.desk import Happening
from lobby.domain.masking import surname
from lobby.domain.viewer import Language, Viewer
from lobby.domain.year import has_year
from lobby.services.customer import look
from lobby.services.permission import for_viewer
from lobby.services.portraits import read_portrait, seen_by
from lobby.services.sources import Sources
from lobby.services.talk import spoken_language
from lobby.services.views import CustomerView, Reason, ServiceLine, Suggestion, Visit
from lobby.services.visits import confirm

RESUME = "resume_application"


@dataclass(frozen=True)
class ProductSheet:
    """A suggested product: whose it is, how risky, on what terms, what it costs, what must be said."""

    code: str
    name: str
    kind: str
    risk: str | None
    is_agency: bool
    issuer: str
    terms: str
    cost: str
    notices: tuple[str, ...]
    places: tuple[str, ...]
    benefits: tuple[str, ...]


@dataclass(frozen=True)
class ServiceShown:
    """A service: what to bring and how it goes; `product` is that of an application or a loan."""

    code: str
    title: str
    documents: tuple[str, ...]
    steps: tuple[str, ...]
    places: tuple[str, ...]
    product: str | None = None
    about: Reason | None = None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Maturing:
    """An own account that matures: kind, day, amount, and whether it renews."""

    kind: str
    on: date
    amount: Decimal
    renews: bool


@dataclass(frozen=True)
class OwnAssets:
    """What the customer has at the bank on the day of the figures, by kind, and what matures when."""

    on: date
    total: Decimal
    by_kind: Mapping[str, Decimal]
    maturing: tuple[Maturing, ...]


@dataclass(frozen=True)
class CustomerSide:
    """The first screen: whom to greet, and what there is to be seen. `surname` None: greet without a name."""

    language: Language
    surname: str | None
    gender: str | None
    products: tuple[ProductSheet, ...]
    services: tuple[ServiceShown, ...]
    has_year: bool


@for_viewer
def customer_side(
    sources: Sources, viewer: Viewer, visit: Visit, now: datetime, language: Language
) -> CustomerSide:
    """What the customer opened in `visit` may see; AccessRefused outside a branch."""
    seen, spoken = own_view(sources, viewer, visit, now, language)
    customer = seen_by(viewer, read_portrait(sources, visit.customer_id))
    products = tuple(product_sheet(sources, one, spoken) for one in seen.suggestions)
    services = tuple(services_shown(sources, seen, spoken))
    record(
        sources,
        viewer,
        visit,
        "home",
        products=[one.code for one in products],
        services=[one.code for one in services],
    )
    is_person = customer.kind == "person" and not customer.deceased
    return CustomerSide(
        language=spoken,
        surname=surname(customer.name) if is_person else None,
        gender=customer.gender if is_person else None,
        products=products,
        services=services,
        has_year=has_year(customer, sources.catalog.policy.adult_age),
    )


def own_view(
    sources: Sources, viewer: Viewer, visit: Visit, now: datetime, language: Language
) -> tuple[CustomerView, Language]:
    """What staff see of the customer, in the customer's own language."""
    confirm(sources, viewer, visit)
    spoken = spoken_language(read_portrait(sources, visit.customer_id).language, language)
    return look(sources, viewer, visit, now, spoken)[0], spoken


def record(sources: Sources, viewer: Viewer, visit: Visit, what: str, **details: object) -> None:
    """Write that the customer is shown this, before it is."""
    sources.desk.record(
        Happening(
            viewer,
            "show",
            customer_id=visit.customer_id,
            visit_id=visit.visit_id,
            details={"what": what, **details},
        )
    )


def product_sheet(sources: Sources, one: Suggestion, language: Language) -> ProductSheet:
    product = sources.catalog.products[one.product]
    return ProductSheet(
        code=one.product,
        name=one.name,
        kind=one.kind,
        risk=one.risk,
        is_agency=one.sale == "agency",
        issuer=one.issuer,
        terms=product.terms[language],
        cost=product.cost[language],
        notices=tuple(sources.catalog.notices[code].text[language] for code in product.notices),
        places=one.next_places,
        benefits=one.benefits,
    )


def services_shown(sources: Sources, seen: CustomerView, language: Language) -> list[ServiceShown]:
    """The services in hand that have a sheet, each application to be finished, and the small loan's card."""
    found: list[ServiceShown] = []
    for line in (*seen.unfinished, *seen.services):
        if line.service == RESUME:
            found += [application(line, reason) for reason in line.reasons]
        elif line.service in sources.catalog.services:
            sheet = sources.catalog.services[line.service].sheet
            found.append(
                ServiceShown(
                    code=line.service,
                    title=sheet.title[language],
                    documents=tuple(one[language] for one in sheet.documents),
                    steps=tuple(one[language] for one in sheet.steps),
                    places=line.next_places,
                )
            )
    if seen.loan_card is not None:
        card = seen.loan_card
        found.append(
            ServiceShown(
                code="loan_card",
                title=card.name,
                documents=card.documents,
                steps=card.steps,
                places=sources.catalog.products[card.product].next_places,
                product=card.product,
                terms=(card.terms, sources.catalog.products[card.product].cost[language], *card.notices),
            )
        )
    return found


def application(line: ServiceLine, reason: Reason) -> ServiceShown:
    """What was begun and left: the step it stopped at and what was missing, to go on with."""
    product = cast(str | None, reason.facts.get("product_code"))
    return ServiceShown(
        code=f"{RESUME}_{product}",
        title=line.name,
        documents=(),
        steps=(),
        places=("app",),
        product=product,
        about=reason,
    )


@for_viewer
def open_sheet(sources: Sources, viewer: Viewer, visit: Visit, what: str) -> None:
    """Write that one sheet of those on the first screen was opened."""
    confirm(sources, viewer, visit)
    record(sources, viewer, visit, what)


@for_viewer
def own_assets(
    sources: Sources, viewer: Viewer, visit: Visit, now: datetime, language: Language
) -> OwnAssets | None:
    """The customer's own assets and maturities, in the audit first; None where there are none to be shown.

    Staff have made sure that the owner alone is looking; nothing is shown of who has died.
    """
    seen, _ = own_view(sources, viewer, visit, now, language)
    if seen.person.is_deceased or seen.person.kind != "person":
        return None
    record(sources, viewer, visit, "assets", confirmed="owner_alone")
    held = seen.assets
    coming = (
        Maturing(
            cast(str, one["kind"]),
            cast(date, one["matures_on"]),
            cast(Decimal, one["amount"]),
            bool(one["renews"]),
        )
        for one in held.maturities
        if one["currency"] == seen.currency and one["amount"] is not None
    )
    return OwnAssets(
        on=held.total.on or seen.as_of,
        total=held.total.value or Decimal(0),
        by_kind={kind: figure.value for kind, figure in held.by_kind.items() if figure.value},
        maturing=tuple(coming),
    )
