"""The page `branch`: a manager's own, for head office the one that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from lobby.domain import scope
from lobby.services import branches
from lobby.services.branches import ANY_BUSINESS, BranchView
from lobby.ui import bars, call_list, session, state, tables
from lobby.ui.errors import calm
from lobby.ui.text import SEPARATOR, Words, plain

PLOT_PX = 760  # as wide as the page on a tablet held upright
DRAWN = 6  # as many businesses as the eye tells apart by colour


def show(t: Words) -> None:
    """The branch as a whole; what was read stays for the session until the portrait is another."""
    with calm(t):
        sources, viewer = session.house().sources, session.viewer()
        branch_id = scope.own_branch(viewer) or choose(t)
        if branch_id is None:
            return
        key = (viewer.staff_id, branch_id, sources.portraits.fingerprint, session.moment().date())
        read = (sources, viewer, branch_id, session.moment())
        found = state.kept("branch", key, lambda: branches.branch_view(*read))
        place = (found.name, found.city or "", found.district or "", t.code("branch_kind", found.kind or ""))
        st.markdown(f":material/location_on: {plain(SEPARATOR.join(part for part in place if part))}")
        show_machines(t, found)
        with st.container(border=True, gap="xsmall", key="branch_visits"):
            show_visits(t, found)
        call_list.show(t, branch_id)
        with st.container(border=True, gap="xsmall", key="branch_benefits"):
            show_benefits(t, found)


def choose(t: Words) -> str | None:
    names = session.house().branch_names()
    chosen: str | None = st.selectbox(
        t("branch.which"), sorted(names), key="branch_chosen", format_func=names.__getitem__
    )
    return chosen


def show_visits(t: Words, found: BranchView) -> None:
    """By hour, a colour for each of the busiest businesses; the numbers of all stand in the table below."""
    st.markdown(f"**{t('branch.visits', days=found.days)}**")
    if not found.visits:
        st.markdown(t("branch.visits.none"))
        return
    if found.is_of_feed:
        st.caption(t("branch.visits.of_feed"))
    hours = range(
        min(hour for one in found.visits.values() for hour in one),
        max(hour for one in found.visits.values() for hour in one) + 1,
    )
    counted = {
        business_name(t, business): [Decimal(one.get(hour, 0)) for hour in hours]
        for business, one in sorted(found.visits.items(), key=lambda pair: -sum(pair[1].values()))
    }
    alt = t("branch.visits", days=found.days)
    bars.show_months(
        [f"{hour:02}" for hour in hours], drawn(t, counted), alt, is_exact=True, narrowest=PLOT_PX
    )
    table = {t("branch.business"): [plain(name) for name in counted]}
    table[t("branch.count")] = [t.count(int(sum(one))) for one in counted.values()]
    table[t("branch.busiest")] = [f"{busiest(hours, one):02}:00" for one in counted.values()]
    tables.show(table, numbers=list(table)[1:])


def drawn(t: Words, counted: Mapping[str, list[Decimal]]) -> Mapping[str, list[Decimal]]:
    """The busiest by name, what is left of each hour as one."""
    if len(counted) <= DRAWN:
        return counted
    names = list(counted)
    rest = [
        sum(hour, Decimal(0)) for hour in zip(*(counted[name] for name in names[DRAWN - 1 :]), strict=True)
    ]
    return {name: counted[name] for name in names[: DRAWN - 1]} | {t("branch.business.rest"): rest}


def busiest(hours: range, counts: list[Decimal]) -> int:
    """The hour with the most, the earlier of two."""
    return hours[counts.index(max(counts))]


def business_name(t: Words, code: str) -> str:
    """What a business is called, as a heading; an unknown code stays as it is."""
    if code == ANY_BUSINESS:
        return t("branch.business.all")
    known = session.house().sources.catalog.business
    name = known[code].name[t.language] if code in known else code
    return name[:1].upper() + name[1:]


def show_machines(t: Words, found: BranchView) -> None:
    if found.machine is not None:
        st.markdown(f":material/local_atm: {t('branch.machines.share', share=t.share(found.machine))}")


def show_benefits(t: Words, found: BranchView) -> None:
    """Each with its terms, its last day, and how many customers of the branch are in such a scenario."""
    st.markdown(f":primary[:material/redeem: **{t('branch.benefits')}**]")
    categories = session.house().sources.catalog.cards.categories
    for one in found.benefits:
        benefit = one.benefit
        given = f"**{plain(benefit.partner[t.language])}** {plain(benefit.what[t.language])}"
        until = t("scenarios.until", day=t.long_day(benefit.until))
        counted = t(
            "branch.benefits.count",
            category=plain(categories[benefit.category][t.language]),
            count=t.count(one.customers),
        )
        st.markdown(f"{given} :gray[{SEPARATOR}{until}{SEPARATOR}{counted}]")
    if not found.benefits:
        st.markdown(t("branch.benefits.none"))
