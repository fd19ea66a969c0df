"""The people and organisations around a customer: a small picture, and the same as a list to be opened."""

from __future__ import annotations

import streamlit as st

from lobby.domain.network import Network, Node, Tie
from lobby.services import network
from lobby.services.views import CustomerView, Visit
from lobby.ui import charts, figures, session, state
from lobby.ui.text import SEPARATOR, Words, plain

ICONS = {"person": "person", "organisation": "apartment", "employer": "work"}


def show(t: Words, view: CustomerView) -> None:
    """Household, accounts, payments, work and referrals, as far as this person may see them."""
    found = read(view.visit)
    if not found.nodes:
        st.markdown(t("network.none"))
        return
    names = [name(t, node) for node in found.nodes]
    labels = [f"{name}\n{relations(t, node)}" for name, node in zip(names, found.nodes, strict=True)]
    alt = t("network.chart", others=t("word.comma").join(label.replace("\n", " ") for label in labels))
    charts.show_around(t("network.centre"), labels, "network", alt)
    st.markdown("  \n".join(plain(line) for line in about(t, found)))
    for place, node in enumerate(found.nodes):
        show_node(t, place, node)
    if found.count_more:
        st.caption(t("network.more", count=found.count_more))


def read(visit: Visit) -> Network:
    """The network of this visit, read and written to the audit once per portrait."""
    house = session.house()
    standing = house.standing()
    key = (visit.visit_id, standing and standing.fingerprint)
    return state.kept("section_network", key, lambda: network.network(house.sources, session.viewer(), visit))


def about(t: Words, found: Network) -> list[str]:
    """What holds for several of them together."""
    lines = []
    if found.household_aum is not None:
        amount = t.amount(found.household_aum)
        lines.append(t("network.household", count=found.count_household, amount=amount))
    if found.count_colleagues:
        lines.append(t("network.colleagues", count=t.count(found.count_colleagues)))
    return lines


def show_node(t: Words, place: int, node: Node) -> None:
    """One party: who it is and each relation; what proves it opens."""
    closed = SEPARATOR.join(plain(sentence(t, tie)) for tie in node.ties if not tie.opens)
    icon, party = ICONS[node.what], plain(name(t, node))
    with st.container(gap=None):
        st.markdown(f":material/{icon}: **{party}** {closed}")
        for tie in node.ties:
            if tie.opens:
                label, key = plain(sentence(t, tie)), f"network_{place}_{tie.kind}"
                figures.press(f"{tie.kind}:{place}", label, key, figures.ICON)


def name(t: Words, node: Node) -> str:
    """The masked name, or what may be said without one."""
    if node.name is not None:
        return node.name
    if node.what == "employer":
        return t("network.payer")
    return t("network.relation_only" if node.is_own_branch else "network.elsewhere")


def relations(t: Words, node: Node) -> str:
    """The nearest kind of relation, and that there are others."""
    return t.code("relation", node.ties[0].kind) + (" …" if len(node.ties) > 1 else "")


def sentence(t: Words, tie: Tie) -> str:
    """The relation with how often, how much and when, as far as it is known."""
    parts = [t.code("relation", tie.kind)]
    if tie.step > 1:
        parts.append(t("network.steps", count=tie.step))
    if tie.amount is not None:
        parts.append(t("network.money", count=tie.count_rows, amount=t.amount(tie.amount)))
        parts.append(t("network.last", day=t.day(tie.last_on)))
    elif tie.since_on is not None:
        parts.append(t("network.since", day=t.day(tie.since_on)))
    return SEPARATOR.join(parts)
