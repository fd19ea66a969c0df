"""What must be true of a whole catalogue before it is used: references, duties, words, speak levels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from lobby.data.catalog_tables import variables
from lobby.domain.catalogue import RISK_KINDS, Catalog, Product
from lobby.domain.conditions import ALWAYS, comparisons
from lobby.domain.errors import CatalogError
from lobby.domain.first_line import SITUATIONS
from lobby.domain.sale import Why
from lobby.domain.spelling import hint
from lobby.domain.spoken import SpeakLevel, Words
from lobby.domain.talk_rules import AUDIBLE
from lobby.domain.wording import forbidden_words


def check_catalog(catalog: Catalog) -> None:
    """Refuse a catalogue that breaks a rule of ours; CatalogError names the file and what it should be."""
    for product in catalog.products.values():
        _check_product(product, catalog)
    _check_references(catalog)
    _check_profiling(catalog)
    _check_private(catalog)
    for where, words, level in _templates(catalog):
        _check_template(where, words, level, catalog)
    for where, words in _spoken(catalog):
        for language, sentence in words.items():
            found = forbidden_words(sentence, catalog.wording)
            if found:
                raise CatalogError(
                    "forbidden_word",
                    f"{where} ({language}): '{found[0]}' must not be said.",
                    "See wording.toml.",
                )


def _check_product(product: Product, catalog: Catalog) -> None:
    where = f"products/{product.code}.toml"
    if product.sale == "agency" and product.issuer is None:
        raise CatalogError("agency_issuer", f"{where}: an agency product names its issuer.", "Add [issuer].")
    if product.sale == "own" and product.issuer is not None:
        raise CatalogError(
            "agency_issuer", f"{where}: an own product has no other issuer.", 'Or sale = "agency".'
        )
    if product.kind in RISK_KINDS and product.risk is None:
        raise CatalogError("product_risk", f"{where}: a {product.kind} product has a risk level R1 to R5.")
    if product.kind not in RISK_KINDS and product.risk is not None:
        raise CatalogError("product_risk", f"{where}: a {product.kind} product carries no risk level.")
    if product.risk is not None and not all(product.risk in terms for terms in product.terms.values()):
        raise CatalogError("product_risk", f"{where}: 'terms' do not name the level {product.risk}.")
    if not product.speakers or not product.next_places or not product.notices:
        raise CatalogError("catalog_value", f"{where}: 'who', 'next' and 'notices' hold at least one name.")
    for code in product.favoured_by:
        _check_name(where, code, catalog.reasons.keys() | catalog.events.keys())
    for code in product.notices:
        _check_name(where, code, catalog.notices)


def _check_private(catalog: Catalog) -> None:
    """What is not offered in the lobby is named by nothing that is shown there."""
    named = {
        f"scenarios/{card.code}.toml": (card.deck, card.product, *card.alternatives)
        for card in catalog.cards.scenarios.values()
    }
    named["loan_card.toml"] = (catalog.keeping.loan_card.product,)
    for where, codes in named.items():
        for code in codes:
            if code in catalog.products and catalog.products[code].is_private:
                raise CatalogError(
                    "private_product",
                    f"{where}: '{code}' is private and must not be shown in the lobby.",
                    "Take another product.",
                )


def _check_references(catalog: Catalog) -> None:
    codes = catalog.reasons.keys() | catalog.events.keys()
    for service in catalog.services.values():
        for code in service.triggers:
            _check_name(f"services/{service.code}.toml", code, codes)
        for code in service.first_for:
            _check_name(f"services/{service.code}.toml", code, service.triggers)
    for line in catalog.first_lines.values():
        for code in line.events:
            _check_name(f"first_lines.toml: {line.code}", code, codes)
    for reason in catalog.reasons.values():
        for fact in reason.facts.values():
            _check_name(f"reasons.toml: {reason.code}", fact.partition(".")[0], catalog.facts)
    for code in ("referral", "resume_application", "maturity", *(f"inform_{why}" for why in get_args(Why))):
        _check_name("desk_lines.toml", code, catalog.desk_lines, declared=True)
    for code in ("complaint_care", "inheritance"):
        _check_name("services", code, catalog.services, declared=True)
    for situation in SITUATIONS:
        _check_name("first_lines.toml", situation, catalog.first_lines, declared=True)


def _check_profiling(catalog: Catalog) -> None:
    for reason in catalog.reasons.values():
        tests = comparisons(reason.condition or ALWAYS)
        if any("." in test.column for test in tests) and not reason.needs_profiling:
            raise CatalogError(
                "profiling",
                f"reasons.toml: {reason.code} is inferred from spending.",
                "needs_profiling = true",
            )


def _check_name(where: str, name: str, valid: object, declared: bool = False) -> None:
    names: list[str] = list(valid)  # type: ignore[call-overload]
    if name not in names:
        said = f"{where}: '{name}' is missing." if declared else f"{where}: there is no '{name}'."
        raise CatalogError("catalog_name", said, hint(name, names), name=name)


def _templates(catalog: Catalog) -> Iterator[tuple[str, Words, SpeakLevel]]:
    for line in catalog.first_lines.values():
        yield f"first_lines.toml: {line.code}", line.text, "public"
        yield f"first_lines.toml: {line.code}.without_ticket", line.without_ticket, "public"
        if line.with_business is not None:
            yield f"first_lines.toml: {line.code}.with_business", line.with_business, "public"
    for product in catalog.products.values():
        yield f"products/{product.code}.toml: talk", product.talk, "seated"
    for service in catalog.services.values():
        yield f"services/{service.code}.toml: talk", service.talk, "seated"
    for desk_line in catalog.desk_lines.values():
        yield f"desk_lines.toml: {desk_line.code}", desk_line.talk, "seated"


def _check_template(where: str, words: Words, level: SpeakLevel, catalog: Catalog) -> None:
    for language, sentence in words.items():
        for fact in sorted(variables(sentence, f"{where} ({language})")):
            if fact not in catalog.facts and fact not in catalog.hidden_facts:
                raise CatalogError(
                    "unknown_fact",
                    f"{where} ({language}): there is no fact '{fact}'.",
                    hint(fact, catalog.facts),
                )
            found = catalog.facts.get(fact, "never")
            if found not in AUDIBLE[level]:
                raise CatalogError(
                    "speak_level", f"{where} ({language}): '{fact}' is {found}, the sentence is {level}."
                )


def _spoken(catalog: Catalog) -> Iterator[tuple[str, Words]]:
    for where, words, _ in _templates(catalog):
        yield where, words
    for product in catalog.products.values():
        yield f"products/{product.code}.toml: terms", product.terms
        yield f"products/{product.code}.toml: name", product.name
    for business in catalog.business.values():
        for words in (business.name, *business.documents):
            yield f"business.toml: {business.code}", words
    card = catalog.keeping.loan_card
    for words in (card.ask, *card.documents, *card.steps):
        yield "loan_card.toml", words
    for rule in catalog.keeping.churn.rules.values():
        yield f"churn.toml: {rule.code}", rule.do
