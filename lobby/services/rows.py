"""The rows behind a figure: their sum is the figure, and looking at them is in the audit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from lobby.data.build_plan import windows
from lobby.data.desk import Happening
from lobby.domain.errors import QueryError
from lobby.domain.evidence import Evidence, happened, may_be_shown
from lobby.domain.portrait import Portrait
from lobby.domain.scope import sees_unspoken
from lobby.domain.viewer import Viewer
from lobby.services.asked import Asked
from lobby.services.figures import ASSET_KINDS, LIABILITY_KINDS, tail
from lobby.services.permission import for_viewer
from lobby.services.portraits import read_portrait
from lobby.services.sources import Sources
from lobby.services.ties import TIES, proof
from lobby.services.views import RowsBehind, Visit
from lobby.services.visits import confirm

AT_MOST = 500
MONTH = re.compile(r"(\d{4})-(\d{2})$")
INCOMES = ("salary", "pension")
EVENT = "event"
FOR_ADVICE = TIES | {
    "gone", "made", "last_made", "matured", "held", "since", "referrals", "earned", "repaid", "penalty",
}  # fmt: skip
MOVES: Mapping[str, int] = {"large_inflow": 1, "large_outflow": -1, "possible_scam": -1}  # each one move
INCOME_OF: Mapping[str, str] = {
    "salary_first": "salary",
    "salary_raised": "salary",
    "pension_first": "pension",
}
OUTFLOWS: Mapping[str, str] = {"outflow_to_bank": "bank", "wallet_outflow_growing": "wallet"}
RECEIPTS = ("business_receipts", "salary_stopped")
INSTALMENTS = ("card_paid_late", "loan_ending")
HIDDEN = ("total", "count_rows")


@for_viewer
def rows_behind(sources: Sources, viewer: Viewer, visit: Visit, figure: str) -> RowsBehind:
    """The first 500 rows of `figure` and the total of all; QueryError for an unknown figure."""
    confirm(sources, viewer, visit)
    kind, detail = check_figure(figure)
    happening = Happening(
        viewer, "rows", customer_id=visit.customer_id, visit_id=visit.visit_id, details={"figure": figure}
    )
    sources.desk.record(happening)
    asked = asked_for(sources, viewer, visit, kind, detail)
    on = sources.portraits.manifest.business_date
    if asked is None:
        return RowsBehind(figure, Decimal(0), (), (), False, on)
    bank = {"bank": sources.portraits.manifest.bank} if asked.names_bank else {}
    values = {"customer_id": visit.customer_id, "at_most": AT_MOST, **asked.values, **bank}
    behind = as_behind(figure, sources.portraits.rows(asked.query, **values))
    return replace(behind, on=on, source=asked.source)


def check_figure(figure: str) -> tuple[str, str]:
    """The kind and the detail of a figure's key; QueryError for an unknown kind."""
    kind, _, detail = figure.partition(":")
    if kind not in FIGURES and kind not in TIES | {EVENT}:
        raise unknown(figure)
    return kind, detail


def may_be_named(sources: Sources, viewer: Viewer, figure: str) -> bool:
    """Whether `viewer` may hear that somebody has this figure at all."""
    kind, detail = check_figure(figure)
    if kind == EVENT:
        return may_be_shown(Evidence(detail, {}), sources.catalog, viewer)
    return kind not in FOR_ADVICE or sees_unspoken(viewer)


def asked_for(sources: Sources, viewer: Viewer, visit: Visit, kind: str, detail: str) -> Asked | None:
    """What finds the rows of a figure, None where there are none; QueryError where nothing may be seen."""
    if kind in TIES:
        found = proof(sources, viewer, visit.customer_id, kind, detail)
        if found is None:
            raise unknown(f"{kind}:{detail}")
        return found
    if not may_be_named(sources, viewer, f"{kind}:{detail}"):
        raise unknown(f"{kind}:{detail}")
    portrait = read_portrait(sources, visit.customer_id)
    if kind == EVENT:
        return event(sources, viewer, portrait, detail)
    return FIGURES[kind](portrait, detail)


def event(sources: Sources, viewer: Viewer, portrait: Portrait, code: str) -> Asked:
    """The transactions an event is made of, else what it was found in, as far as this viewer may see it."""
    if code not in portrait.event_codes or not may_be_shown(Evidence(code, {}), sources.catalog, viewer):
        raise unknown(f"event:{code}")
    found = [one.facts for one in happened(sources.catalog, portrait, portrait.as_of) if one.code == code]
    if code in MOVES:
        moves = {"sign": MOVES[code], "booked_ats": [facts["booked_at"] for facts in found]}
        return Asked("customer_rows_moved", {"code": code, **moves})
    if code in INCOME_OF:
        return Asked("customer_rows_paid", {"code": code, "income": INCOME_OF[code]})
    if code in OUTFLOWS:
        days = max((cast(int, facts["days"]) for facts in found), default=0)
        return outflows(portrait.as_of - timedelta(days=days - 1), OUTFLOWS[code])
    if code in RECEIPTS:
        return Asked("customer_rows_told", {"code": code})
    if code in INSTALMENTS:
        values = {"code": code, "as_of": portrait.as_of}
        return Asked("customer_rows_instalment", values, source="loan_schedule")
    return Asked("customer_rows_event", {"code": code}, source=None)


def as_behind(figure: str, rows: Sequence[Mapping[str, Any]]) -> RowsBehind:
    if not rows:
        return RowsBehind(figure, Decimal(0), (), (), False)
    columns = tuple(column for column in rows[0] if column not in HIDDEN)
    shown = tuple(tuple(shortened(column, row[column]) for column in columns) for row in rows)
    names = tuple("account_tail" if column == "account_id" else column for column in columns)
    return RowsBehind(figure, rows[0].get("total"), names, shown, rows[0]["count_rows"] > len(rows))


def shortened(column: str, value: object) -> object:
    return tail(str(value)) if column == "account_id" else value


def unknown(figure: str) -> QueryError:
    return QueryError(
        "unknown_figure", f"There is no figure '{figure}'.", "The customer's page names those there are."
    )


def asset(portrait: Portrait, detail: str) -> Asked:
    return balances_of(portrait, detail, ASSET_KINDS)


def liability(portrait: Portrait, detail: str) -> Asked:
    return balances_of(portrait, detail, LIABILITY_KINDS)


def aum(portrait: Portrait, detail: str) -> Asked:
    return balances_of(portrait, None, ASSET_KINDS)


def liabilities(portrait: Portrait, detail: str) -> Asked:
    return balances_of(portrait, None, LIABILITY_KINDS)


def balances_of(portrait: Portrait, kind: str | None, kinds: Sequence[str]) -> Asked:
    if kind is not None and kind not in kinds:
        raise unknown(f"{kind}")
    wanted = list(kinds) if kind is None else [kind]
    return Asked("customer_rows_balance", {"as_of": portrait.as_of, "kinds": wanted}, source="balance")


def maturing(portrait: Portrait, detail: str) -> Asked:
    return Asked("customer_rows_maturing", {}, source="balance")


def spending(by: str) -> Callable[[Portrait, str], Asked]:
    def find(portrait: Portrait, detail: str) -> Asked:
        values = {"method": None, "category": None, "destination": None, by: detail}
        return Asked("customer_rows_spending", values)

    return find


def month(portrait: Portrait, detail: str) -> Asked:
    written, _, direction = detail.partition(":")
    parts = MONTH.match(written)
    if parts is None or direction not in ("in", "out") or not 1 <= int(parts[2]) <= 12:
        raise unknown(f"month:{detail}")
    first = date(int(parts[1]), int(parts[2]), 1)
    return Asked("customer_rows_flow", {"month": first, "sign": 1 if direction == "in" else -1})


def income(kind: str) -> Callable[[Portrait, str], Asked | None]:
    def find(portrait: Portrait, detail: str) -> Asked | None:
        is_present = getattr(portrait, f"{kind}_amount") is not None
        return Asked("customer_rows_income", {"income": kind}) if is_present else None

    return find


def gone(portrait: Portrait, detail: str) -> Asked:
    return outflows(windows(portrait.as_of)["from_3m"], *OUTFLOWS.values())


def outflows(since: date, *ways: str) -> Asked:
    return Asked("customer_rows_gone", {"since": since, "ways": list(ways)}, names_bank=True)


def made(portrait: Portrait, detail: str) -> Asked:
    return Asked("customer_rows_made", {"as_of": portrait.as_of})


def repaid(portrait: Portrait, detail: str) -> Asked:
    return Asked("customer_rows_repaid", {"as_of": portrait.as_of}, source="loan_schedule")


def earned(portrait: Portrait, detail: str) -> Asked:
    """The salary and pension of the complete months that the credit sign rests on."""
    days = windows(portrait.as_of)
    return Asked("customer_rows_earned", {"since": days["complete_6m"], "until": days["complete_until"]})


def alone(query: str, source: str = "transaction") -> Callable[[Portrait, str], Asked]:
    """A figure that needs nothing but the customer."""
    return lambda portrait, detail: Asked(query, {}, source=source)


FIGURES: Mapping[str, Callable[[Portrait, str], Asked | None]] = {
    "asset": asset,
    "liability": liability,
    "aum": aum,
    "liabilities": liabilities,
    "maturing_30d": maturing,
    "method": spending("method"),
    "category": spending("category"),
    "destination": spending("destination"),
    "month": month,
    "gone": gone,
    "made": made,
    "last_made": alone("customer_rows_last_made"),
    "matured": alone("customer_rows_matured", "balance"),
    "held": alone("customer_rows_held", "account"),
    "since": alone("customer_rows_since", "customer"),
    "referrals": alone("customer_rows_referred", "customer"),
    "earned": earned,
    "repaid": repaid,
    "penalty": alone("customer_rows_penalty"),
    **{kind: income(kind) for kind in INCOMES},
}
