"""A reason as a sentence: its code's words, with the customer's own numbers and dates in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from lobby.services.views import Reason
from lobby.ui.text import SEPARATOR, Words, plain

FAMILIES = {
    "next_maturity_kind": "kind",
    "held_kinds": "kind",
    "bound_wallets": "method",
    "held_products": "product",
    "product_code": "product",
    "missing_document": "document",
}
SHARES = ("_share",)
YES_OR_NO = ("word.no", "word.yes")


def visible(t: Words, reasons: Iterable[Reason]) -> list[Reason]:
    """The reasons that may stand on the screen now: nothing unspoken while somebody is with the customer."""
    return [reason for reason in reasons if not (t.is_hidden and reason.is_unspoken)]


def sentence(t: Words, reason: Reason) -> str:
    """The reason in the viewer's language, safe to put into Markdown; then what else is known of it."""
    key = f"reason.{reason.code}"
    known = [name for name, value in reason.facts.items() if value is not None and t.has(f"{key}.{name}")]
    parts = [key, *(f"{key}.{name}" for name in known)]
    return SEPARATOR.join(filled(t, part, reason.facts) for part in parts)


def filled(t: Words, key: str, facts: Mapping[str, object]) -> str:
    """The words of `key` with `facts` in them; a fact that the words do not name is left out."""
    values = {name: said(t, name, value) for name, value in facts.items()}
    if "renews" in facts:
        values["renews"] = renewal(t, facts.get("kind", "time_deposit"), facts["renews"])
    return t(key, **dict.fromkeys(t.placeholders(key), t("word.unknown")) | values)


def renewal(t: Words, kind: object, renews: object) -> str:
    """What becomes of it when it matures, in the words of its kind."""
    own = f"maturity.renews.{kind}" if renews else f"maturity.does_not_renew.{kind}"
    return t(own) if t.has(own) else t("maturity.renews" if renews else "maturity.does_not_renew")


def said(t: Words, name: str, value: object) -> str:
    """One fact as people read it: a date, an amount (in bands while masked), a share, a word for a code."""
    if value is None:
        return t("word.unknown")
    if isinstance(value, bool):
        return t(YES_OR_NO[value])
    if isinstance(value, datetime):
        return t.moment(value)
    if isinstance(value, date):
        return t.day(value)
    if isinstance(value, Decimal):
        return t.share(value) if name.endswith(SHARES) else t.amount(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return t("word.comma").join(said(t, name, one) for one in value)
    if name == "qualification":
        return t.code("qualification", value)
    if name == "step" and str(value).isdecimal():
        return t("word.step", number=str(value))
    if name.endswith("_on"):
        return t.day(date.fromisoformat(str(value)))
    return plain(t.code(FAMILIES.get(name, name), value))
