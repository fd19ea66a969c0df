"""Whom the branch may call, folded on the page `branch`: who, why, what to do next, until when."""

from __future__ import annotations

import streamlit as st

from lobby.services.call_list import Call, call_list
from lobby.ui import session, stated, tables
from lobby.ui.errors import calm
from lobby.ui.facts import sentence
from lobby.ui.folding import fold
from lobby.ui.text import Words, plain


def show(t: Words, branch_id: str) -> None:
    """Read, and put into the audit, when it is opened."""
    with fold("calls", t("calls.title")) as is_open:
        if is_open:
            with calm(t):
                why = stated.ask(t, "call_list.call_list", branch_id)
                if why is None:
                    return
                house = session.house()
                found = call_list(house.sources, session.viewer(), branch_id, session.moment(), why)
                if not found.calls:
                    st.markdown(t("calls.none"))
                    return
                counts = {"count": t.count(found.customers), "shown": t.count(len(found.calls))}
                st.caption(t("calls.rule", **counts))
                columns = zip(*(cells(t, one) for one in found.calls), strict=True)
                names = [t(f"calls.{name}") for name in ("who", "why", "next", "until")]
                tables.show(dict(zip(names, map(list, columns), strict=True)))


def cells(t: Words, one: Call) -> tuple[str, str, str, str]:
    """One customer in words."""
    who = plain(t.masked(one.customer.name_masked, one.customer.customer_id))
    return who, sentence(t, one.why), next_step(t, one), t.day(one.until)


def next_step(t: Words, one: Call) -> str:
    """What the call is for."""
    if one.missing_document:
        return t("calls.next.document", document=plain(t.code("document", one.missing_document)))
    key = f"calls.next.{one.why.code}"
    return t(key if t.has(key) else "calls.next.come")
