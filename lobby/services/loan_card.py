"""The small loan for the long tail as a service card: it asks first, and passes the funnel of any offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lobby.domain.catalogue import Catalog
from lobby.domain.funnel import Left
from lobby.domain.portrait import Portrait
from lobby.domain.viewer import Language


@dataclass(frozen=True)
class LoanCard:
    """A question to begin with, the product's terms, papers, steps on the phone and the forced notice."""

    product: str
    name: str
    ask: str
    terms: str
    documents: tuple[str, ...]
    steps: tuple[str, ...]
    notices: tuple[str, ...]


def loan_card(
    customer: Portrait, catalog: Catalog, left: Mapping[str, Left], shown: Language, spoken: Language
) -> LoanCard | None:
    """The card, where the build found it fitting and no stage but the ranking stopped its product."""
    card = catalog.keeping.loan_card
    gone = left.get(card.product)
    if not customer.fits_small_loan or (gone is not None and gone.stage != "ranked"):
        return None
    product = catalog.products[card.product]
    return LoanCard(
        product=product.code,
        name=product.name[shown],
        ask=card.ask[spoken],
        terms=product.terms[shown],
        documents=tuple(document[shown] for document in card.documents),
        steps=tuple(step[shown] for step in card.steps),
        notices=tuple(catalog.notices[code].text[shown] for code in product.notices),
    )
