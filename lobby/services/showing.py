"""The command line's answers: plain JSON values, codes instead of words, names and numbers masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from lobby.domain.as_json import Json
from lobby.domain.continuing import Continuation
from lobby.domain.network import Network, Tie
from lobby.domain.portrait import Destination
from lobby.domain.sections import Movements
from lobby.domain.year import Year
from lobby.services.explaining import Explanation
from lobby.services.figures import sent_to
from lobby.services.views import (
    CustomerView,
    Figure,
    Findings,
    Reason,
    RegularIncome,
    ServiceLine,
    Suggestion,
    Withheld,
)

NEEDED = {"spent_by_category_365d": "merchant_category", "bound_wallets": "card"}


def plain(value: object) -> Json:
    """`value` as JSON: amounts as numbers, dates as ISO text, every sequence as a list."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(entry) for key, entry in value.items()}
        case Iterable():
            return [plain(entry) for entry in value]
    raise TypeError(f"{type(value).__name__} has no JSON form")


def findings(found: Findings) -> Json:
    """Each masked row of a search; an empty list also where more must be typed or a reason given."""
    told = ("customer_id", "name_masked", "branch_id", "age_band", "tails")
    return [plain({name: getattr(hit, name) for name in told}) for hit in found.hits]


def customer(
    view: CustomerView, moved: Movements, around: Network | None = None, year: Year | None = None
) -> dict[str, Json]:
    """Everything of one customer, exactly: showing it is audited as a reveal of the amounts.

    `around` and `year` are None where the viewer may not see them or there is nothing to see.
    """
    return {
        "customer_id": view.visit.customer_id,
        "decision": view.decision_id,
        "as_of": plain(view.as_of),
        "segment": view.person.segment or None,
        "tier": view.person.tier or None,
        "assets": amounts(view.assets.by_kind),
        "liabilities": amounts(view.assets.liabilities),
        "other_currencies": plain(view.assets.other_currencies),
        "maturing_30d": plain(view.assets.maturing_30d.value),
        "habits": habits(view, moved),
        "say_first": {"code": view.say_first.code, "text": view.say_first.text},
        "suggestions": [suggestion(offered) for offered in view.suggestions],
        "no_offer": None if view.suggestions else view.no_offer,
        "services": [service(line) for line in (*view.unfinished, *view.services)],
        "not_suggested": [withheld(product) for product in view.not_suggested],
        "recent": reasons(view.recent),
        "loan_card": None if view.loan_card is None else plain(vars(view.loan_card)),
        "network": None if around is None else network(around),
        "year": None if year is None else in_review(year),
        "not_supplied": plain(view.not_supplied),
    }


def continuation(found: Continuation) -> dict[str, Json]:
    """What a mobile channel goes on with; times as ISO text."""
    return {
        "customer_id": found.customer_id,
        "visit_id": found.visit_id,
        "branch_id": found.branch_id,
        "kind": found.subject.kind,
        "code": found.subject.code,
        "made_at": plain(found.made_at),
        "expires_at": plain(found.expires_at),
    }


def network(around: Network) -> Json:
    """Who is around the customer: names masked, no numbers of others; facts where the viewer may see them."""
    return {
        "nodes": [
            {"what": node.what, "name": node.name, "ties": [tie(one) for one in node.ties]}
            for node in around.nodes
        ],
        "count_more": around.count_more,
        "household_aum": plain(around.household_aum),
        "count_household": around.count_household,
        "count_colleagues": around.count_colleagues,
    }


def tie(one: Tie) -> Json:
    known = ("kind", "step", "since_on", "last_on", "count_rows", "amount")
    return {name: plain(getattr(one, name)) for name in known}


def in_review(year: Year) -> Json:
    """The year as it is shown to the customer."""
    spendings = {"by_category": year.by_category, "by_method": year.by_method}
    told = {name: plain(value) for name, value in vars(year).items() if name not in spendings}
    return told | {name: [plain(vars(one)) for one in found] for name, found in spendings.items()}


def amounts(figures: Mapping[str, Figure]) -> Json:
    return {code: plain(figure.value) for code, figure in figures.items() if figure.value is not None}


def habits(view: CustomerView, moved: Movements) -> Json:
    """What is known; null where the table it is made of was not supplied."""
    shown, held = view.habits, view.assets
    known: dict[str, Json] = {
        "spent_by_method_365d": amounts(shown.spent_by_method_365d),
        "spent_by_category_365d": amounts(shown.spent_by_category_365d),
        "salary": income(shown.salary),
        "pension": income(shown.pension),
        "flows_by_month": plain(moved.flows_by_month),
        "destinations": [destination(entry, view.as_of) for entry in moved.destinations_365d],
        "hours": plain(moved.active_hours),
        "weekdays": plain(moved.active_weekdays),
        "cities": plain(moved.cities),
        "channels": plain(moved.transaction_channels),
        "bound_wallets": plain(shown.bound_wallets),
        "last_transaction_on": plain(shown.last_transaction_on),
        "last_mobile_login_on": plain(shown.last_mobile_login_on),
        "last_branch_visit_on": plain(shown.last_branch_visit_on),
        "held_kinds": plain(held.held_kinds),
        "missing_kinds": plain(held.missing_kinds),
    }
    return {name: None if NEEDED.get(name) in view.not_supplied else known[name] for name in known}


def destination(entry: Destination, as_of: date) -> Json:
    return plain({**entry, "figure": sent_to(entry, as_of).figure})


def income(regular: RegularIncome | None) -> Json:
    return None if regular is None else {"day": regular.day, "amount": float(regular.amount)}


def reasons(given: Iterable[Reason]) -> Json:
    return [{"code": reason.code, "facts": plain(reason.facts)} for reason in given]


def suggestion(offered: Suggestion) -> Json:
    return {
        "product": offered.product,
        "risk": offered.risk,
        "fit": offered.fit,
        "reasons": reasons(offered.reasons),
        "talk": offered.talk,
    }


def service(line: ServiceLine) -> Json:
    return {"service": line.service, "reasons": reasons(line.reasons), "talk": line.talk}


def withheld(product: Withheld) -> Json:
    return {
        "product": product.product,
        "stage": product.stage,
        "reason": product.reason,
        "values": plain(product.values),
    }


def explanation(found: Explanation) -> dict[str, Json]:
    """A decision as it was made, and what would be decided otherwise today."""
    return {
        "decision": found.decision_id,
        "visit": found.visit_id,
        "customer_id": found.customer_id,
        "staff_id": found.staff_id,
        "branch_id": found.branch_id,
        "made_at": plain(found.made_at),
        "versions": plain(found.versions),
        "versions_now": plain(found.versions_now),
        "is_equal": found.is_equal,
        "differences": [plain(vars(one)) for one in found.differences],
        "lines": plain(found.lines),
        "products": plain(found.products),
    }
