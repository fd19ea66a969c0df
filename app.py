"""Lobby: who is the customer in front of you, what to say first, what to offer and why."""

from pathlib import Path

import streamlit as st

from lobby.services.permission import pages_of
from lobby.ui import admission, live_link, session, sign_in, standing, state, turning
from lobby.ui.errors import calm

FOLDER = Path(__file__).parent / "pages"
PAGES = (
    ("board", "door_front"),
    ("customer", "person_search"),
    ("mine", "assignment_ind"),
    ("leads", "inbox"),
    ("results", "trending_up"),
    ("products", "sell"),
    ("segments", "donut_small"),
    ("scenarios", "style"),
    ("team", "groups"),
    ("branch", "storefront"),
    ("risk", "policy_alert"),
    ("data", "database"),
)

viewer = admission.viewer()
t = session.words()
st.set_page_config(page_title=t("app.name"), page_icon="🏦", layout="wide")
idle_seconds = 0
tokens = session.house().watching.tokens
is_open = viewer is not None and state.covered_since() is None
own = pages_of(viewer)
pages = {
    name: st.Page(FOLDER / f"{name}.py", title=t(f"page.{name}"), icon=f":material/{icon}:")
    for name, icon in PAGES
    if name in own
}
if viewer is not None and is_open:
    turning.keep_out(viewer, [name for name, _ in PAGES if name not in own])
asked = state.next_page()
if is_open and asked in pages:
    turning.to(pages[asked])
shown = is_open and state.turned() is None
chosen = st.navigation(turning.menu(t, [*pages.values()]), position="top" if shown else "hidden")

if is_open:
    with calm(t):
        idle_seconds = session.idle_seconds(chosen == pages["customer"])
        if shown:  # no banner while the customer is looking
            standing.show(t)
        chosen.run()
        standing.show_mark()
    live_link.show(t, page=chosen.url_path, idle_seconds=idle_seconds, tokens=tokens)
else:  # a press here may end the session, and the page with it: the link is there before what is pressed
    below = st.container()
    live_link.show(t, page=chosen.url_path, idle_seconds=0, tokens=tokens)
    with below, calm(t):
        (sign_in.show if viewer is None else sign_in.show_curtain)(t)
