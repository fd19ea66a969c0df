"""The tags with their share of the customers; chosen together they give a masked list."""

from __future__ import annotations

import streamlit as st

from lobby.services import scenarios
from lobby.services.scenarios import TagShare
from lobby.services.views import Hit
from lobby.ui import finder, session, stated
from lobby.ui.text import SEPARATOR, Words, plain

SHOWN = 40


def show(t: Words) -> None:
    """A search among the tags, whom the chosen ones have in common, and the tags by share."""
    house, viewer = session.house(), session.viewer()
    shares = {one.tag.code: one for one in scenarios.tag_shares(house.sources, viewer)}
    chosen = st.multiselect(
        t("tags.choose"),
        list(shares),
        key="tags_chosen",
        format_func=lambda code: f"{shares[code].tag.meaning[t.language]} {percent(t, shares[code])}",
        placeholder=t("tags.placeholder"),
        max_selections=scenarios.MOST_TAGS,
    )
    if chosen:
        show_tagged(t, tuple(chosen))
    groups = list(dict.fromkeys(one.tag.group for one in shares.values()))
    group = st.selectbox(
        t("tags.group"),
        ["all", *sorted(groups)],
        key="tag_group",
        format_func=lambda one: t(f"tags.group.{one}"),
    )
    listed = [one for one in shares.values() if group in ("all", one.tag.group)]
    st.markdown("\n".join(f"- {tag_line(t, one)}" for one in listed[:SHOWN]))
    if len(listed) > SHOWN:
        st.caption(t("tags.more", count=len(listed) - SHOWN))


def show_tagged(t: Words, codes: tuple[str, ...]) -> None:
    """The first customers who have them all."""
    why = stated.ask(t, "scenarios.tagged", " ".join(sorted(codes)))
    if why is None:
        return
    found = scenarios.tagged(session.house().sources, session.viewer(), codes, why)
    with st.container(border=True, gap="small", key="tagged"):
        if not found:
            st.markdown(t("tags.nobody"))
            return
        st.markdown(f"**{t('tags.found', count=len(found))}**")
        st.markdown("\n".join(f"- {who(t, one)}" for one in found))


def who(t: Words, hit: Hit) -> str:
    """A customer as one masked line."""
    branch = session.house().branch_names().get(hit.branch_id, hit.branch_id)
    told = [branch, hit.age_band or ""]
    return f"**{plain(finder.name(t, hit))}** :gray[{plain(SEPARATOR.join(part for part in told if part))}]"


def tag_line(t: Words, one: TagShare) -> str:
    tag = one.tag
    told = [t(f"tags.group.{tag.group}"), t(f"tags.fresh.{tag.freshness}"), t(f"speak.{tag.speak}")]
    counted = f"{t.count(one.customers)} ({percent(t, one)})"
    return f"**{plain(tag.meaning[t.language])}** {counted} :gray[{SEPARATOR.join(told)}]"


def percent(t: Words, one: TagShare) -> str:
    """The share; a tag that somebody has is never shown as 0 %."""
    return t("tags.below_one") if 0 < one.share < 1 / 200 else t.share(one.share)
