"""Credit signs: an explained band that helps to choose what to talk about; no decision may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lobby.domain.portrait import Portrait
from lobby.domain.sections import Credit

SignCode = Literal["repayment", "income", "occupation", "utilisation", "penalty"]
SignLevel = Literal["good", "fair", "poor"]
Band = Literal["strong", "steady", "watch", "unknown"]
Missing = Literal["not_supplied", "no_debt", "no_card", "too_few_months", "not_known"]

SIGNS: tuple[SignCode, ...] = ("repayment", "income", "occupation", "utilisation", "penalty")
LEVELS: tuple[SignLevel, ...] = ("good", "fair", "poor")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class SignRule:
    """Up to which measure a sign is good, and fair, and the points of each level."""

    good: Decimal
    fair: Decimal
    points: Mapping[SignLevel, int]

    def level(self, measure: Decimal) -> SignLevel:
        """How good `measure` is; less is better."""
        if measure <= self.good:
            return "good"
        return "fair" if measure <= self.fair else "poor"


@dataclass(frozen=True)
class CreditRules:
    """The bank's numbers: a rule per sign, and from which share of the points a band begins."""

    least_signs: int
    strong: Decimal
    steady: Decimal
    least_months: int
    signs: Mapping[SignCode, SignRule]


@dataclass(frozen=True)
class Sign:
    """One sign: how good, the points it gives `of` how many, and the facts that prove it."""

    code: SignCode
    level: SignLevel
    points: int
    of: int
    facts: Mapping[str, object]
    figure: str | None = None


@dataclass(frozen=True)
class CreditBand:
    """The band, the signs it rests on, and those left out with the reason."""

    band: Band
    signs: tuple[Sign, ...]
    missing: Mapping[SignCode, Missing]


def credit_band(portrait: Portrait, credit: Credit, rules: CreditRules, currency: str) -> CreditBand:
    """The band of one customer; a sign whose input is missing is left out and said; cards in `currency`."""
    judged: dict[SignCode, Sign | Missing | None] = {
        "repayment": repayment(portrait, credit, rules),
        "income": income(portrait, credit, rules),
        "occupation": occupation(portrait, rules),
        "utilisation": utilisation(portrait, rules, currency),
        "penalty": penalty(credit, rules),
    }
    signs = tuple(one for one in judged.values() if isinstance(one, Sign))
    missing = {code: one for code, one in judged.items() if isinstance(one, str)}
    return CreditBand(band_of(signs, rules), signs, missing)


def band_of(signs: tuple[Sign, ...], rules: CreditRules) -> Band:
    if len(signs) < rules.least_signs:
        return "unknown"
    share = Decimal(sum(sign.points for sign in signs)) / max(1, sum(sign.of for sign in signs))
    if share >= rules.strong:
        return "strong"
    return "steady" if share >= rules.steady else "watch"


def sign(
    code: SignCode,
    level: SignLevel,
    facts: Mapping[str, object],
    rules: CreditRules,
    figure: str | None = None,
) -> Sign:
    points = rules.signs[code].points
    return Sign(code, level, points[level], max(points.values()), facts, figure)


def repayment(portrait: Portrait, credit: Credit, rules: CreditRules) -> Sign | Missing:
    """The share of instalments paid late; one overdue now is poor whatever was before."""
    due = credit.count_instalments_24m
    if due is None:
        return "not_supplied"
    if due == 0:
        return "no_debt"
    late = Decimal(credit.count_late_24m) / due
    level = "poor" if credit.count_overdue else rules.signs["repayment"].level(late)
    facts = {
        "due": due,
        "late": credit.count_late_24m,
        "overdue": credit.count_overdue,
        "days": credit.worst_days_late,
        "last_late_on": credit.last_late_on,
        "remaining": portrait.liabilities,
    }
    return sign("repayment", level, facts, rules, "repaid")


def income(portrait: Portrait, credit: Credit, rules: CreditRules) -> Sign | Missing:
    if credit.income_variation is None or credit.income_months_6m < rules.least_months:
        return "too_few_months"
    level = rules.signs["income"].level(credit.income_variation)
    facts = {"months": credit.income_months_6m, "variation_share": credit.income_variation}
    return sign("income", level, facts, rules, "earned")


def occupation(portrait: Portrait, rules: CreditRules) -> Sign | Missing:
    if not portrait.occupation:
        return "not_known"
    return sign("occupation", "good", {"occupation": portrait.occupation}, rules)


def utilisation(portrait: Portrait, rules: CreditRules, currency: str) -> Sign | Missing:
    """Balance over limit of the open credit cards that have both."""
    cards = [
        (account["balance"], account["credit_limit"])
        for account in portrait.accounts
        if account["kind"] == "credit_card" and account["currency"] == currency
    ]
    known = [(balance, limit) for balance, limit in cards if balance is not None and limit]
    if not known:
        return "not_known" if cards else "no_card"
    owed, limits = (sum(part, Decimal(0)) for part in zip(*known, strict=True))
    share = (owed / limits).quantize(CENT)
    level = rules.signs["utilisation"].level(share)
    facts = {"balance": owed, "limit": limits, "used_share": share}
    return sign("utilisation", level, facts, rules, "liability:credit_card")


def penalty(credit: Credit, rules: CreditRules) -> Sign | None:
    """Penalty interest charged in a year; none charged says nothing."""
    count = credit.count_penalty_interest_365d
    if count == 0:
        return None
    facts = {"count": count, "last_on": credit.last_penalty_interest_on}
    return sign("penalty", rules.signs["penalty"].level(Decimal(count)), facts, rules, "penalty")
