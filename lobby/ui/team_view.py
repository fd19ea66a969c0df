"""The page `team` of a manager, and everybody's own line on `mine`: by name and without colours."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lobby.services import team
from lobby.services.results import results
from lobby.services.team import Hints, OwnTalks, Team
from lobby.ui import results_view, session, state, tables
from lobby.ui.errors import calm
from lobby.ui.text import Words, plain


def show(t: Words) -> None:
    """The branch as a whole, each person by name, and what welcomed talks have in common."""
    with calm(t):
        sources, viewer, now = session.house().sources, session.viewer(), session.moment()
        key = (viewer.staff_id, now.date(), sources.portraits.fingerprint)
        found = state.kept("team", key, lambda: team.team(sources, viewer, now))
        if not found.people:
            st.markdown(t("team.nobody"))
            return
        counts = {"talks": found.talks, "target": found.target, "covered": found.covered}
        told = {name: t.count(number) for name, number in counts.items()}
        st.markdown(t("team.branch", days=found.days, **told))
        lift = state.kept("team_lift", key, lambda: results(sources, viewer)).overall
        said = t("team.incremental.unknown") if lift is None else results_view.lift(t, lift)
        st.markdown(f"{t('team.incremental')} {said}")
        show_table(t, found.people)
        st.caption(t("team.rule"))
        show_hints(t, found)


def show_table(t: Words, people: Sequence[OwnTalks]) -> None:
    """The table of the people, its numbers at the right."""
    told = table(t, people)
    tables.show(told, numbers=list(told)[1:])


def table(t: Words, people: Sequence[OwnTalks]) -> dict[str, list[str]]:
    """One line per person, in the order given."""
    unknown = t("team.none_yet")
    return {
        t("team.name"): [plain(one.name) for one in people],
        t("team.talks"): [t.count(one.talks) for one in people],
        t("team.customers"): [t.count(one.customers) for one in people],
        t("team.worded"): [unknown if one.worded is None else t.share(one.worded) for one in people],
        t("team.length"): [t.count(one.length) if one.length else unknown for one in people],
        t("team.welcomed"): [t.count(one.welcomed) for one in people],
        t("team.score"): [
            unknown if one.score is None else t("team.score.of", score=f"{one.score:.1f}", count=one.faces)
            for one in people
        ],
    }


def show_hints(t: Words, found: Team) -> None:
    """What the talks that were welcomed have in common; nobody is named."""
    with st.container(border=True, gap="xsmall", key="hints"):
        st.markdown(f":primary[:material/tips_and_updates: **{t('team.hints')}**]")
        st.markdown(t("team.hints.none") if found.hints is None else hint(t, found.hints))


def hint(t: Words, hints: Hints) -> str:
    shares = {"welcomed": t.share(hints.welcomed_worded), "others": t.share(hints.others_worded)}
    said = [t("team.hints.worded", **shares)]
    if hints.chips:
        chips = t("word.comma").join(t.code("chip", chip) for chip in hints.chips)
        said.append(t("team.hints.chips", chips=plain(chips)))
    return "  \n".join(said)


def show_own(t: Words) -> None:
    """One's own talks, on `mine`: no target, nobody else."""
    sources, viewer = session.house().sources, session.viewer()
    own = team.own_talks(sources, viewer, session.moment())
    show_table(t, [own])
