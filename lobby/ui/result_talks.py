"""What stands beside the results: why not, how often, whom of the long tail, how content, where served."""

from __future__ import annotations

import streamlit as st
from babel.numbers import format_decimal

from lobby.services.result_views import Results, Satisfaction
from lobby.ui import tables
from lobby.ui.text import Words, plain

MACHINES = ("atm",)
REMOTE = ("mobile", "online")


def show(t: Words, found: Results) -> None:
    """Two tables: why offers were refused, and everything else with its number and period."""
    with st.container(border=True, key="results_lost"):
        st.markdown(
            f"**{t('results.lost')}** :gray[{t('results.lost_of', count=t.count(found.talks.count))}]"
        )
        if found.talks.lost:
            lost = {t.code("no_reason", reason): count for reason, count in found.talks.lost.items()}
            times = {t("column.times"): [t.count(count) for count in lost.values()]}
            tables.show({t("column.reason"): [plain(name) for name in lost]} | times, numbers=times)
        else:
            st.caption(t("results.lost_none"))
    with st.container(border=True, key="results_beside"):
        st.markdown(f"**{t('results.beside')}**")
        beside = dict(lines(t, found))
        tables.show({t("column.what"): list(beside), t("column.found"): list(beside.values())})


def lines(t: Words, found: Results) -> list[tuple[str, str]]:
    """What is measured → what was found, each with its number."""
    talks, (once, twice, more) = found.talks, found.talks.repeats
    repeats = {"once": t.count(once), "twice": t.count(twice), "more": t.count(more)}
    taps = {"tapped": t.count(talks.tapped), "taken": t.count(talks.tapped_taken)}
    reach = {"talked": t.count(found.beside.long_tail_talked), "count": t.count(found.beside.long_tail)}
    return [
        (t("results.taps"), t("results.taps_found", **taps, untapped=t.count(talks.untapped_taken))),
        (t("results.repeats"), t("results.repeats_found", **repeats)),
        (t("results.long_tail"), t("results.long_tail_found", **reach)),
        (t("results.faces"), mean(t, found.beside.faces)),
        (t("results.surveys"), mean(t, found.beside.surveys)),
        (t("results.channels"), channels(t, found)),
    ]


def mean(t: Words, asked: Satisfaction) -> str:
    if asked.mean is None:
        return t("results.unanswered")
    return t(
        "results.mean", mean=format_decimal(asked.mean, "0.0", locale=t.locale), count=t.count(asked.count)
    )


def channels(t: Words, found: Results) -> str:
    """Shares of what customers do at the counter, at a machine and by themselves at home."""
    counter, machine, remote = (
        sum(found.beside.channels.get(name, 0) for name in names)
        for names in (("counter",), MACHINES, REMOTE)
    )
    total = counter + machine + remote
    if not total:
        return t("word.not_supplied")
    parts = {"counter": counter, "machine": machine, "remote": remote}
    shares = {name: f"{round(100 * count / total)} %" for name, count in parts.items()}
    return t("results.channels_found", **shares, count=t.count(total))
