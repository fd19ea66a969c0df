"""All products through the funnel: which are suggested, best first, and where each other one left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, get_args

from lobby.domain.association import goes_with
from lobby.domain.case import Case
from lobby.domain.catalogue import Product
from lobby.domain.evidence import about, asked_about
from lobby.domain.funnel import Left, left_at
from lobby.domain.levers import in_force, pulled
from lobby.domain.ranking import Ranked, best_first, choose, fit_word, ranked
from lobby.domain.scenarios import backing

NoOffer = Literal[
    "deceased", "organisation", "under_age", "no_consent", "open_complaint", "complaint_recently",
    "resting", "today",
]  # fmt: skip
NO_OFFERS: tuple[NoOffer, ...] = get_args(NoOffer)
OF_CUSTOMER = NO_OFFERS[:-2]


def through_the_funnel(case: Case) -> tuple[list[Ranked], dict[str, Left]]:
    """The products to suggest, best first, and where each other one left, in the catalogue's order."""
    products = case.catalog.products
    left = {code: left_at(product, case) for code, product in products.items()}
    passed = [contender(case, products[code]) for code, found in left.items() if found is None]
    chosen, others = choose(passed, case.catalog.policy)
    left |= {code: Left("ranked", refusal) for code, refusal in others.items()}
    return chosen, {code: found for code, found in left.items() if found is not None}


def kept_back(case: Case) -> list[Ranked]:
    """What would be suggested to a customer of the control group, were they not in it."""
    if not case.customer.is_control:
        return []
    offered = replace(case, portrait=replace(case.portrait, is_control=False))
    return through_the_funnel(offered)[0]


def no_offer(left: Mapping[str, Left]) -> NoOffer:
    """Why nothing is offered, as it may be told: the customer as a whole, else peace, else nothing to say.

    A hidden reason is no different from a day on which nothing speaks for any product.
    """
    told = [one.told for one in left.values()]
    of_customer = {reason for stage, reason, _ in told if stage == "allowed"}
    found = next((reason for reason in OF_CUSTOMER if reason in of_customer), None)
    if found is not None:
        return found
    return "resting" if any(stage == "not_tired" for stage, _, _ in told) else "today"


def contender(case: Case, product: Product) -> Ranked:
    """What speaks for `product`: an event that names another product does not."""
    asked = asked_about(case.customer, product.code)
    general = {code: one for code, one in case.held.items() if one.facts.get("product_code") is None}
    own = about(product.code, case.events)
    linked = goes_with(product.code, case.customer, case.associations, case.catalog.policy)
    policy = case.catalog.policy
    levers = in_force(case.catalog.levers, case.since.levers)
    backed = {card.code: (card, backing(card, product.code, case.facts, policy)) for card in case.cards}
    return ranked(
        product,
        {**general, **own, **linked, **({"asked_about": asked} if asked else {})},
        {code: (card, weight) for code, (card, weight) in backed.items() if weight},
        case.propensities.get(product.code),
        pulled(levers, product.code, case.customer.segment, case.viewer.branch_id, case.today),
    )


def qualifications_missed(case: Case, left: Mapping[str, Left]) -> list[str]:
    """The qualifications that the viewer lacks for products which would else be suggested, best first."""
    policy = case.catalog.policy
    needed = {
        code: str(found.refusal.values["qualification"])
        for code, found in left.items()
        if found.refusal.reason == "not_qualified"
    }
    products = [case.catalog.products[code] for code in needed]
    passed = [
        contender(case, product) for product in products if left_at(product, case, whoever_talks=True) is None
    ]
    fitting = [one for one in best_first(passed) if fit_word(one.fit, policy) is not None]
    missing = dict.fromkeys(needed[one.product.code] for one in fitting)
    return list(missing)[: policy.max_suggestions]
