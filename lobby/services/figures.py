"""The assets and habits of a portrait as figures, each with its date and the key that opens its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from lobby.domain.portrait import Account, Destination, Portrait, Spent
from lobby.services.views import Assets, Figure, Habits, RegularIncome

ASSET_KINDS = ("current", "time_deposit", "wealth", "fund", "insurance", "gold", "securities")
LIABILITY_KINDS = ("credit_card", "consumer_loan", "mortgage", "business_loan")


def assets(portrait: Portrait) -> Assets:
    """What the customer has and owes, by kind, and what of it matures."""
    held = tuple(kind for kind in ASSET_KINDS if kind in portrait.held_kinds)
    dates = newest_dates(portrait.accounts)
    return Assets(
        total=Figure("aum", portrait.aum, portrait.as_of),
        change_90d=None if portrait.aum_90d_ago is None else portrait.aum - portrait.aum_90d_ago,
        by_kind={
            kind: of_kind(portrait, "asset", kind, dates)
            for kind in ASSET_KINDS
            if has(portrait, "asset", kind)
        },
        liabilities={
            kind: of_kind(portrait, "liability", kind, dates)
            for kind in LIABILITY_KINDS
            if has(portrait, "liability", kind)
        },
        other_currencies={entry["currency"]: entry["amount"] for entry in portrait.other_currencies},
        maturing_30d=Figure("maturing_30d", portrait.maturing_30d, portrait.as_of),
        maturities=maturities(portrait),
        accounts=tuple(account_line(account) for account in portrait.accounts),
        held_kinds=held,
        missing_kinds=tuple(kind for kind in ASSET_KINDS if kind not in held),
    )


def amount_of(portrait: Portrait, side: str, kind: str) -> Decimal | None:
    return cast(Decimal | None, getattr(portrait, f"{side}_{kind}"))


def has(portrait: Portrait, side: str, kind: str) -> bool:
    return amount_of(portrait, side, kind) is not None


def of_kind(portrait: Portrait, side: str, kind: str, dates: Mapping[str, date]) -> Figure:
    return Figure(f"{side}:{kind}", amount_of(portrait, side, kind), dates.get(kind, portrait.as_of))


def newest_dates(accounts: Iterable[Account]) -> dict[str, date]:
    """The day of the newest balance among the accounts of each kind."""
    newest: dict[str, date] = {}
    for account in accounts:
        taken_on = account["balance_on"]
        if taken_on is not None:
            newest[account["kind"]] = max(taken_on, newest.get(account["kind"], taken_on))
    return newest


def maturities(portrait: Portrait) -> tuple[Mapping[str, object], ...]:
    """Every asset account that matures on or after as_of, soonest first."""
    coming = [
        account
        for account in portrait.accounts
        if account["kind"] in ASSET_KINDS and (account["matures_on"] or date.min) >= portrait.as_of
    ]
    coming.sort(key=lambda account: (account["matures_on"] or date.max, account["account_id"]))
    return tuple(
        {
            "account_tail": tail(account["account_id"]),
            "kind": account["kind"],
            "product_code": account["product_code"],
            "currency": account["currency"],
            "matures_on": account["matures_on"],
            "renews": account["auto_renew"],
            "renew_term": account["renew_term"],
            "amount": account["balance"],
        }
        for account in coming
    )


def account_line(account: Account) -> Mapping[str, object]:
    shown: dict[str, Any] = {key: value for key, value in account.items() if key != "account_id"}
    return {"account_tail": tail(account["account_id"]), **shown}


def tail(identifier: str) -> str:
    """The last four signs, which is as much of an account number as is shown."""
    return identifier[-4:]


def habits(portrait: Portrait, not_supplied: Collection[str] = ()) -> Habits:
    """How the customer pays, and what comes in regularly.

    Without merchant_category nothing is known of categories, so none is shown.
    """
    by_category = [] if "merchant_category" in not_supplied else portrait.spent_by_category_365d
    return Habits(
        spent_by_method_365d=spent("method", portrait.spent_by_method_365d, portrait.as_of),
        spent_by_category_365d=spent("category", by_category, portrait.as_of),
        spent_by_month=tuple(cast(Mapping[str, object], entry) for entry in portrait.spent_by_month),
        bound_wallets=tuple(portrait.bound_wallets),
        salary=regular("salary", portrait.salary_day, portrait.salary_amount, portrait.salary_last_on),
        pension=regular("pension", portrait.pension_day, portrait.pension_amount, portrait.pension_last_on),
        last_transaction_on=portrait.last_transaction_on,
        last_mobile_login_on=portrait.last_mobile_login_on,
        last_branch_visit_on=portrait.last_branch_visit_on,
    )


def sent_to(entry: Destination, as_of: date) -> Figure:
    """What went to one destination in a year."""
    return Figure(f"destination:{entry['destination']}", entry["amount_365d"], as_of)


def spent(word: str, entries: Iterable[Spent], as_of: date) -> dict[str, Figure]:
    """Figures by code, the largest first."""
    ranked = sorted(entries, key=lambda entry: (-entry["amount"], entry["code"]))
    return {entry["code"]: Figure(f"{word}:{entry['code']}", entry["amount"], as_of) for entry in ranked}


def regular(
    figure: str, day: int | None, amount: Decimal | None, last_on: date | None
) -> RegularIncome | None:
    return None if day is None or amount is None else RegularIncome(day, amount, last_on, figure)
