"""The form of a directed push: what, to whom, by whom and until when; tried out before it is drafted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import streamlit as st

from lobby.domain import scope
from lobby.domain.campaigns import CHANNELS, Plan
from lobby.domain.errors import LobbyError
from lobby.domain.refusal import STAGES
from lobby.services import campaigns
from lobby.services.campaigns import Preview
from lobby.ui import session, state
from lobby.ui.errors import show as show_error
from lobby.ui.text import SEPARATOR, Words, plain

SHARES = (10, 5)
LIFTS = (5, 3, 2, 1)
LONGEST_NAME = 40
FIELDS = ("product", "segment", "scenario", "branch", "name", "owner", "ends", "share", "lift", "channels")
TRIED = ("campaign_tried", "campaign_fault")


def open_with(product: str, segment: str | None = None, scenario: str | None = None) -> None:
    """Open the form for this product, from wherever it was thought of."""
    state.put("segment_view", "campaigns")
    state.drop("segment_idea", "segment_target", *TRIED)
    for name, value in (("product", product), ("segment", segment), ("scenario", scenario)):
        state.put(f"campaign_{name}", value or "")
    state.put("fold_new_campaign", True)
    state.go_to("segments")


def press(t: Words, product: str, segment: str | None = None, scenario: str | None = None) -> None:
    """A button that opens the form."""
    st.button(
        t("campaign.new"),
        key="_".join(("push", product, *(one for one in (segment, scenario) if one))),
        icon=":material/campaign:",
        on_click=open_with,
        args=(product, segment, scenario),
    )


def show(t: Words) -> None:
    """Every field; one press counts, another drafts."""
    left, right = st.columns(2)
    with left:
        show_what(t)
    with right:
        show_terms(t)
    number = state.idempotency_key("campaign", ())
    with st.container(horizontal=True, gap="small"):
        press, icon = t("campaign.try"), ":material/calculate:"
        st.button(press, key="try_campaign", icon=icon, on_click=try_out, args=(number,))
        press, icon = t("campaign.draft"), ":material/send:"
        st.button(press, key="draft_campaign", type="primary", icon=icon, on_click=draft, args=(number,))
    fault = state.chosen("campaign_fault")
    if fault is not None:
        show_error(t, fault)
    tried: Preview | None = state.chosen("campaign_tried")
    if tried is not None:
        show_preview(t, tried)


def select(t: Words, name: str, options: Sequence[object], said: Callable[[object], str]) -> None:
    st.selectbox(t(f"campaign.{name}"), options, key=f"campaign_{name}", format_func=said)


def show_what(t: Words) -> None:
    """The product, and whom among the customers: all, a life stage, those of a scenario card."""
    catalog, everybody = session.house().sources.catalog, t("campaign.all")
    products = [code for code, one in catalog.products.items() if not one.is_private]
    select(t, "product", products, lambda code: t.code("product", code))
    segments = ["", *(one.code for one in (*catalog.segments, catalog.unknown_segment))]
    select(t, "segment", segments, lambda code: t.code("segment", code) if code else everybody)
    cards = {code: one for code, one in catalog.cards.scenarios.items() if not one.is_sensitive}
    names = {code: one.name[t.language] for code, one in cards.items()}
    select(t, "scenario", ["", *cards], lambda code: names[str(code)] if code else everybody)
    own, branches = scope.own_branch(session.viewer()), session.house().branch_names()
    places = [own] if own else ["", *sorted(branches)]
    everywhere = t("product.everywhere")
    select(t, "branch", places, lambda code: branches.get(str(code), str(code)) if code else everywhere)
    st.text_input(t("campaign.name"), key="campaign_name", max_chars=LONGEST_NAME)


def show_terms(t: Words) -> None:
    """Who answers for it, until when, how many are left without, and over which channels besides."""
    sources, today = session.house().sources, session.moment().date()
    people = campaigns.owners(sources, place())
    nobody = t("campaign.owner.none")
    select(t, "owner", ["", *people], lambda code: people.get(str(code), nobody) if code else nobody)
    last = today + timedelta(days=sources.catalog.policy.campaign_most_days)
    first, label = today + timedelta(days=1), t("campaign.ends")
    st.date_input(label, value=None, min_value=first, max_value=last, key="campaign_ends")
    select(t, "share", SHARES, lambda share: t.share(Decimal(str(share)) / 100))
    select(t, "lift", LIFTS, lambda points: t("campaign.lift.points", points=points))
    said = {code: t(f"campaign.channel.{code}") for code in CHANNELS}
    st.multiselect(
        t("campaign.channels"),
        CHANNELS,
        key="campaign_channels",
        format_func=said.__getitem__,
        placeholder=t("campaign.channels.none"),
    )


def place() -> str | None:
    """The branch of the plan; a manager's own."""
    chosen: str | None = state.chosen("campaign_branch")
    return chosen or scope.own_branch(session.viewer())


def plan() -> Plan:
    """What the form says; without an owner or a last day it is refused."""
    ends: date | None = state.chosen("campaign_ends")
    return Plan(
        name=state.typed("campaign_name"),
        product_code=state.typed("campaign_product"),
        scenario_code=state.chosen("campaign_scenario") or None,
        branch_id=place(),
        segment=state.chosen("campaign_segment") or None,
        owner_staff_id=state.typed("campaign_owner"),
        ends_on=ends or session.moment().date(),
        control_percent=state.chosen("campaign_share") or SHARES[0],
        channels=tuple(state.chosen("campaign_channels") or ()),
    )


def try_out(number: str) -> None:
    """Count whom it would reach; nothing is written but that it was asked."""
    state.drop(*TRIED)
    lift = Decimal(state.chosen("campaign_lift") or LIFTS[0]) / 100
    try:
        sources, viewer = session.house().sources, session.viewer()
        found = campaigns.preview(sources, viewer, plan(), number, lift, session.moment())
    except LobbyError as refused:
        state.put("campaign_fault", refused)
    else:
        state.put("campaign_tried", found)


def draft(number: str) -> None:
    """Write the draft; what was entered stays when it is refused."""
    state.drop(*TRIED)
    try:
        campaigns.draft(session.house().sources, session.viewer(), plan(), number, session.moment())
    except LobbyError as refused:
        state.put("campaign_fault", refused)
    else:
        state.forget("campaign")
        state.drop("fold_new_campaign", *(f"campaign_{name}" for name in FIELDS))


def show_preview(t: Words, found: Preview) -> None:
    """How many leave at which stage, the two arms, whether they suffice, and what partners give."""
    left = [
        f"{t(f'stage.{stage}')} {t.count(found.left[stage])}" for stage in STAGES if found.left.get(stage)
    ]
    counts = {"asked": found.asked, "fitting": found.fitting, "control": found.control}
    told = {name: t.count(number) for name, number in counts.items()}
    verdict = "campaign.enough" if found.fitting >= found.needed else "campaign.too_few"
    with st.container(border=True, gap="xsmall", key="campaign_preview"):
        st.markdown(
            f":material/filter_alt: {t('campaign.preview', **told)}  \n"
            f":gray[{t('campaign.left', stages=plain(SEPARATOR.join(left)))}]  \n"
            f":material/balance: {t(verdict, needed=t.count(found.needed), fitting=told['fitting'])}"
        )
        for line in given(t):
            st.markdown(f":material/redeem: {line}")


def given(t: Words) -> list[str]:
    """What partners give with a card of the chosen scenario's category, each with its last day."""
    cards = session.house().sources.catalog.cards
    code = state.chosen("campaign_scenario")
    if not code:
        return []
    return [
        f"{plain(one.partner[t.language])} · {plain(one.what[t.language])} "
        f":gray[{t('scenarios.until', day=t.long_day(one.until))}]"
        for one in cards.benefits.values()
        if one.category == cards.scenarios[code].category and one.until >= session.moment().date()
    ]
