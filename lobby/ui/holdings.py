"""The customer's right column: assets, what matures and happened, habits; each number with its day."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

import streamlit as st

from lobby.domain.portrait import Counted, KindBalance, PartyRole
from lobby.domain.sections import Holdings, Movements
from lobby.services.figures import sent_to, tail
from lobby.services.views import Assets, CustomerView, Figure, Habits
from lobby.ui import bars, charts, figures, revealing, session
from lobby.ui.facts import renewal, sentence, visible
from lobby.ui.text import SEPARATOR, Words, plain

EVERYDAY = ("alipay", "wechat", "card", "cash")
SHOWN_METHODS = 5
SHOWN_MONTHS = 6
SHOWN_RECENT = 4
SOON_DAYS = 30  # what `maturing_30d` is about


def show_assets(t: Words, view: CustomerView) -> None:
    """The total with its change, what matures soon, the press to see more, and the shares by kind."""
    assets = view.assets
    revealing.show_in_force(t, view.visit)
    with st.container(border=True, gap="xsmall", key="assets"):
        with st.container(horizontal=True, gap="medium"):
            with st.container(gap=None, width="content"):
                number(t, t("assets.total", day=t.day(assets.total.on)), assets.total, "total")
                show_change(t, assets)
            until = t.day(view.as_of + timedelta(days=SOON_DAYS))
            with st.container(gap=None, width="content"):
                number(t, t("assets.maturing_30d", day=until), assets.maturing_30d, "maturing")
                revealing.show_press(t, view.visit, view.masked, "assets")
        parts = {t.code("kind", kind): figure.value or Decimal(0) for kind, figure in assets.by_kind.items()}
        if not t.is_hidden:
            bars.show_parts(parts, t("assets.chart"))


def number(t: Words, name: str, figure: Figure, key: str) -> None:
    """A large number under a name that opens its rows."""
    with st.container(gap=None, width="content"):
        figures.press(figure.figure, name, f"open_{key}", figures.ICON)
        st.metric(name, t.amount(figure.value), label_visibility="collapsed", width="content")


def show_change(t: Words, assets: Assets) -> None:
    """How the total moved in 90 days, as a share."""
    change, total = assets.change_90d, assets.total.value
    if t.is_hidden or change is None or total is None or total == change:
        return
    share = change / (total - change)
    colour, arrow = ("green", "arrow_upward") if change > 0 else ("red", "arrow_downward")
    if change == 0:
        colour, arrow = "gray", "arrow_forward"
    st.markdown(f":{colour}-badge[:material/{arrow}: {plain(t.share(share))} {t('assets.last_90_days')}]")


def show_asset_details(t: Words, view: CustomerView) -> None:
    """Each kind to be opened, debts, other currencies, accounts, 24 months."""
    assets = view.assets
    held = session.section(view.visit, Holdings)
    with st.container(gap=None):
        for kind, figure in {**assets.by_kind, **assets.liabilities}.items():
            figures.line(t, t.code("kind", kind), figure, f"kind_{kind}")
    for currency, amount in assets.other_currencies.items():
        st.caption(plain(f"{currency} {amount:,.2f}") if not t.is_masked else plain(currency))
    if assets.missing_kinds:
        st.caption(t("assets.missing", kinds=t.codes("kind", assets.missing_kinds)))
    if assets.accounts:
        st.table(accounts(t, assets), hide_index=True, border="horizontal")
    if held.party_roles and not t.is_hidden:
        st.markdown("\n".join(f"- {part_in(t, role)}" for role in held.party_roles))
    show_trend(t, held.assets_by_month)


def accounts(t: Words, assets: Assets) -> dict[str, list[str]]:
    """Each account with its tail, balance and maturity, as columns of words."""
    balances = [cast(Decimal | None, account.get("balance")) for account in assets.accounts]
    return {
        t("column.account"): [plain(account_name(t, account)) for account in assets.accounts],
        t("column.balance"): [plain(t.amount(balance)) for balance in balances],
        t("column.matures_on"): [
            plain(maturity(t, account, assets.liabilities)) for account in assets.accounts
        ],
    }


def account_name(t: Words, account: Mapping[str, object]) -> str:
    return f"{t.code('kind', account['kind'])} {account.get('account_tail') or ''}"


def part_in(t: Words, role: PartyRole) -> str:
    """The relation to an account of somebody else; its money is its owner's matter."""
    account = f"{t.code('kind', role['kind'])} {tail(role['account_id'])}"
    return t("party.line", role=t.code("party_role", role["role"]), account=plain(account))


def maturity(t: Words, account: Mapping[str, object], debts: Container[object]) -> str:
    """The day, and of what is saved also whether it renews: a debt ends."""
    on = account.get("matures_on")
    if not isinstance(on, date):
        return ""
    if account["kind"] in debts:
        return t.day(on)
    return f"{t.day(on)} {renewal(t, account['kind'], account.get('auto_renew'))}"


def show_trend(t: Words, by_month: Sequence[KindBalance]) -> None:
    """Assets by kind over up to 24 months."""
    if t.is_hidden or not by_month:
        return
    months = sorted({row["month_end"] for row in by_month})
    series = spread(by_month, months, "month_end", "kind", "balance")
    named = {t.code("kind", kind): values for kind, values in series.items()}
    labels = [f"{month:%y-%m}" for month in months]
    st.markdown(f"**{t('assets.trend')}**")
    charts.show_trend(labels, named, "trend", t("assets.trend"), is_exact=not t.is_masked)


def show_recent(t: Words, view: CustomerView) -> None:
    """What matures next and what happened lately."""
    lines = [maturing_line(t, row) for row in view.assets.maturities[:2]]
    lines += [sentence(t, reason) for reason in visible(t, view.recent)]
    with st.container(border=True, gap="xsmall", key="recent"):
        heading = f":material/event: **{t('recent.title')}**"
        st.markdown("  \n".join([heading, *(lines[:SHOWN_RECENT] or [t("recent.none")])]))


def maturing_line(t: Words, row: Mapping[str, object]) -> str:
    amount = row.get("amount")
    renews = renewal(t, row["kind"], row.get("renews"))
    said = t.amount(amount) if isinstance(amount, Decimal) else ""
    return f"**{t.day(cast(date, row['matures_on']))}** " + plain(
        t("recent.matures", kind=t.code("kind", row["kind"]), amount=said, renews=renews)
    )


def show_habits(t: Words, view: CustomerView) -> None:
    """How the customer pays over six months, and when money comes in."""
    habits, title = view.habits, t("habits.title", day=t.day(view.as_of))
    with st.container(border=True, gap="xsmall", key="habits"):
        if not habits.spent_by_method_365d:
            st.markdown(f":material/payments: **{title}**\n\n{t('habits.none')}")
            return
        st.markdown(f":material/payments: **{title}**  \n:gray[{income_line(t, habits)}]")
        if not t.is_hidden:
            show_methods(t, habits)


def income_line(t: Words, habits: Habits) -> str:
    """Pay or pension day, and the categories most is spent on."""
    parts = [
        t(f"habits.{name}", day=income.day)
        for name, income in (("salary", habits.salary), ("pension", habits.pension))
        if income is not None
    ]
    named = [code for code in habits.spent_by_category_365d if code != "other"]
    top = [t.code("category", code) for code in named[:3]]
    return plain(SEPARATOR.join(part for part in [*parts, t("word.comma").join(top)] if part))


def show_methods(t: Words, habits: Habits) -> None:
    """Everyday payments; transfers would dwarf them and stand here only where nothing else is."""
    months = months_up_to([cast(date, row["month"]) for row in habits.spent_by_month])
    recent = [row for row in habits.spent_by_month if row["month"] in months]
    series = spread(recent, months, "month", "code", "amount")
    shown = [code for code in EVERYDAY if code in series] or sorted(series)[:SHOWN_METHODS]
    named = {t.code("method", code): series[code] for code in shown}
    if months:
        labels = [t.month(month) for month in months]
        bars.show_months(labels, named, t("habits.chart"), is_exact=not t.is_masked)


def months_up_to(known: Sequence[date]) -> list[date]:
    """The last of these months and those before it, six at most and none before the first; none left out."""
    found: list[date] = []
    one = max(known, default=None)
    while one is not None and one >= min(known) and len(found) < SHOWN_MONTHS:
        found.insert(0, one)
        one = (one - timedelta(days=1)).replace(day=1)
    return found


def show_habit_details(t: Words, view: CustomerView) -> None:
    """Methods and categories to be opened; where, when and through what; what comes in."""
    habits = view.habits
    moved = session.section(view.visit, Movements)
    if not habits.spent_by_method_365d:
        st.markdown(t("habits.none"))
    with st.container(gap=None):
        for name, income in (("salary", habits.salary), ("pension", habits.pension)):
            if income is not None:
                line = Figure(income.figure, income.amount, income.last_on)
                figures.line(t, t(f"habits.{name}", day=income.day), line, f"income_{name}")
        for code, figure in habits.spent_by_method_365d.items():
            figures.line(t, t.code("method", code), figure, f"method_{code}")
    lines = places_and_times(t, habits, moved)
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))
    with st.popover(t("habits.categories")):
        if "merchant_category" in view.not_supplied:
            st.caption(t("word.not_supplied"))
        for code, figure in habits.spent_by_category_365d.items():
            figures.line(t, t.code("category", code), figure, f"category_{code}")
    for entry in moved.destinations_365d:
        label = t("habits.to", name=plain(t.code("method", entry["destination"])))
        amount = sent_to(entry, view.as_of)
        figures.line(t, label, amount, f"destination_{entry['destination']}")


def places_and_times(t: Words, habits: Habits, moved: Movements) -> list[str]:
    """Short lines; what the feed does not have is left out."""
    counted = {
        "habits.hours": [t("habits.hour", hour=code) for code in most(moved.active_hours, 3)],
        "habits.weekdays": [t.code("weekday", code) for code in most(moved.active_weekdays, 3)],
        "habits.cities": [plain(code) for code in most(moved.cities, 3)],
        "habits.channels": [t.code("channel", code) for code in most(moved.transaction_channels, 4)],
        "habits.wallets": [t.code("method", wallet) for wallet in habits.bound_wallets],
        "habits.cards": [plain(card["last4"]) for card in moved.cards if card["last4"]],
    }
    lines = [t(key, values=SEPARATOR.join(values)) for key, values in counted.items() if values]
    seen = {
        "habits.last_transaction": habits.last_transaction_on,
        "habits.last_mobile_login": habits.last_mobile_login_on,
        "habits.last_branch_visit": habits.last_branch_visit_on,
    }
    return lines + [t(key, day=t.day(on)) for key, on in seen.items() if on]


def most(counted: Sequence[Counted], count: int) -> list[str]:
    """The codes counted most often, most first; of equals the one that stands first."""
    ranked = sorted(counted, key=lambda row: row["count"], reverse=True)
    return [row["code"] for row in ranked[:count]]


def spread(
    rows: Sequence[Mapping[str, object]], months: Sequence[date], month: str, code: str, amount: str
) -> dict[str, list[Decimal]]:
    """One list of amounts per code, a value for each month."""
    place = {on: i for i, on in enumerate(months)}
    series: dict[str, list[Decimal]] = {}
    for row in rows:
        values = series.setdefault(str(row[code]), [Decimal(0)] * len(months))
        values[place[cast(date, row[month])]] += cast(Decimal, row[amount])
    return series
