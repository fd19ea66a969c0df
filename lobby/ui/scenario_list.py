"""The cards ranked by value, fit and customers now; one fold away what a card says, who is in it, and why."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from lobby.domain.columns import NO_MONEY
from lobby.domain.scenarios import Scenario
from lobby.services import scenarios
from lobby.services.scenarios import Member, Proof, Ranking
from lobby.ui import campaign_form, lever_list, session, state, stated, tag_list
from lobby.ui.errors import calm
from lobby.ui.facts import said
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain

VIEWS = ("cards", "tags", "levers")
REACHES = {"never": ("gray", "block"), "off_season": ("blue", "event_busy"), "broad": ("orange", "groups")}
SHOWN = 20


@st.fragment
def show() -> None:
    """One of the three views: cards, tags or levers."""
    t = session.words()
    chosen = state.chosen("scenario_view") or "cards"
    with calm(t):
        with st.container(horizontal=True, gap="small"):
            for view in VIEWS:
                st.button(
                    t(f"scenarios.view.{view}"),
                    key=f"view_{view}",
                    type="primary" if view == chosen else "secondary",
                    on_click=state.put,
                    args=("scenario_view", view),
                )
        if chosen == "tags":
            tag_list.show(t)
        elif chosen == "levers":
            lever_list.show(t)
        else:
            show_cards(t)


def show_cards(t: Words) -> None:
    """The cards of one category or of all, the most worth first."""
    house, viewer = session.house(), session.viewer()
    ranked = scenarios.ranking(house.sources, viewer)
    categories = house.sources.catalog.cards.categories
    category = st.selectbox(
        t("scenarios.category"),
        ["all", *REACHES, *categories],
        key="scenario_category",
        format_func=lambda code: (
            categories[code][t.language] if code in categories else t(f"scenarios.{code}")
        ),
    )
    shown = [one for one in ranked if category in ("all", one.reach, one.card.category)]
    for one in shown[:SHOWN]:
        with fold(
            f"card_{one.card.code}", label(t, one, categories[one.card.category][t.language])
        ) as is_open:
            if is_open:
                show_card(t, one.card)
                show_results(t, one.card)
                with st.container(horizontal=True, gap="small"):
                    show_switch(t, one.card)
                    show_push(t, one.card)
                show_members(t, one)
    if len(shown) > SHOWN:
        st.caption(t("scenarios.more", count=len(shown) - SHOWN))


def label(t: Words, one: Ranking, category: str) -> str:
    """Name, category, what it is worth, and a mark where it holds for nobody or for too many."""
    card = one.card
    counted = t("scenarios.worth", value=card.value, fit=card.fit_product, customers=t.count(one.customers))
    parts = [f"**{plain(card.name[t.language])}** :gray[{plain(category)}{SEPARATOR}{counted}]"]
    if one.reach in REACHES:
        colour, icon = REACHES[one.reach]
        parts.append(f":{colour}-badge[:material/{icon}: {t(f'scenarios.{one.reach}')}]")
    if not card.is_on:
        parts.append(f":gray-badge[:material/toggle_off: {t('scenarios.off')}]")
    return " ".join(parts)


def show_card(t: Words, card: Scenario) -> None:
    """Product and deck, stage, loans, what it needs, the question, and what partners give."""
    catalog = session.house().sources.catalog
    lines = [scenarios.line_name(code, catalog, t.language) for code in (card.product, *card.alternatives)]
    deck = scenarios.line_name(card.deck, catalog, t.language)
    facts = [
        t("scenarios.deck", deck=plain(deck)),
        t("scenarios.lines", lines=plain(t("word.comma").join(lines))),
        t("scenarios.stage", stage=t.code("decision_stage", card.stage)),
        t("scenarios.loan", fit=t.code("loan_fit", card.loan_fit)),
        t("scenarios.window", days=card.window_days),
    ]
    facts += [t("scenarios.needs_profiling")] if card.needs_profiling else []
    facts += [t("scenarios.sensitive")] if card.is_sensitive else []
    given = [
        f":material/redeem: {plain(one.partner[t.language])} · {plain(one.what[t.language])} "
        f":gray[{t('scenarios.until', day=t.long_day(one.until))}]"
        for one in catalog.cards.benefits.values()
        if one.category == card.category and not card.is_sensitive
    ]
    asked = f":material/help: **{t('customer.then_ask')}** {plain(card.ask[t.language])}"
    st.markdown("  \n".join([SEPARATOR.join(facts), asked, *given]))


def show_results(t: Words, card: Scenario) -> None:
    """What came of the suggestions it backed, as staff recorded it."""
    found = scenarios.results(session.house().sources, session.viewer(), card.code, session.moment())
    counts = {"talks": found.talks, "interested": found.interested, "done": found.done}
    shown = {name: t.count(count) for name, count in counts.items()}
    key = "scenarios.results" if found.talks else "scenarios.no_results"
    st.markdown(f":material/fact_check: {t(key, days=found.days, **(shown if found.talks else {}))}")


def show_switch(t: Words, card: Scenario) -> None:
    """One press that takes the card from every desk, or gives it back."""
    st.button(
        t(f"scenarios.switch.{'off' if card.is_on else 'on'}"),
        key=f"switch_{card.code}",
        icon=f":material/{'toggle_off' if card.is_on else 'toggle_on'}:",
        on_click=scenarios.switch,
        args=(session.house().sources, session.viewer(), card.code, not card.is_on),
    )


def show_push(t: Words, card: Scenario) -> None:
    """From a card that offers a product to a push of it; not from a sensitive one."""
    if not card.is_sensitive and card.product in session.house().sources.catalog.products:
        campaign_form.press(t, card.product, scenario=card.code)


def show_members(t: Words, one: Ranking) -> None:
    """Who is in it, masked, and the facts that prove it."""
    if one.card.is_sensitive:
        st.caption(t("scenarios.not_listed"))
        return
    if not one.customers:
        st.caption(t("scenarios.nobody"))
        return
    why = stated.ask(t, "scenarios.members", one.card.code)
    if why is None:
        return
    found = scenarios.members(session.house().sources, session.viewer(), one.card.code, t.language, why)
    st.markdown("\n".join(f"- {member_line(t, member)}" for member in found))
    if one.customers > len(found):
        st.caption(t("scenarios.first", shown=len(found), customers=t.count(one.customers)))


def member_line(t: Words, member: Member) -> str:
    why = SEPARATOR.join(proof_words(t, proof) for proof in member.proofs)
    return f"{tag_list.who(t, member.who)} {why}"


def proof_words(t: Words, proof: Proof) -> str:
    """One fact in words: what it is about, and its value, money in bands."""
    key = f"fact.{proof.fact}"
    about = t("word.comma").join(t.code("category", name) for name in proof.about)
    is_ratio = isinstance(proof.value, Decimal) and NO_MONEY.get(proof.fact) == "number"
    value = f"{proof.value:.1f}" if is_ratio else said(t, proof.fact, proof.value)
    values = {"about": plain(about), "value": value}
    return t(key, **{name: values[name] for name in t.placeholders(key)})
