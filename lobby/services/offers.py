"""A product as it is shown: suggested with why and how to say it, or withheld with where it left and why."""

from __future__ import annotations

from lobby.domain.case import Case
from lobby.domain.catalogue import Product
from lobby.domain.funnel import Left
from lobby.domain.ranking import Ranked, fit_word
from lobby.domain.scenarios import Scenario
from lobby.domain.scope import sees_arithmetic
from lobby.domain.viewer import Language
from lobby.services.talk import say
from lobby.services.views import Arithmetic, Suggestion, Withheld
from lobby.services.voice import Voice, reasons


def suggestion(one: Ranked, case: Case, voice: Voice) -> Suggestion:
    """A product offered now."""
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
        arithmetic=arithmetic(one) if sees_arithmetic(case.viewer) else None,
        card=card.code if card else None,
    )


def arithmetic(one: Ranked) -> Arithmetic:
    """Why it stands where it stands, in figures."""
    return Arithmetic(one.propensity, one.product.value, one.fit, one.levers, one.score)


def benefits(card: Scenario, case: Case, voice: Voice) -> tuple[str, ...]:
    """What partner merchants give today with a card of this category; nothing with a sensitive one."""
    return tuple(
        f"{benefit.partner[voice.shown]} · {benefit.what[voice.shown]}"
        for benefit in case.catalog.cards.benefits.values()
        if benefit.category == card.category and benefit.until >= case.today and not card.is_sensitive
    )


def withheld(product: Product, left: Left, language: Language) -> Withheld:
    """A product not suggested, with what the lobby may know of the reason."""
    stage, why, values = left.told
    return Withheld(product.code, product.name[language], stage, why, values)
