"""Who is in the branch now, and the search for the customer in front of you."""

import streamlit as st

from lobby.services.permission import may
from lobby.ui import arrival_list, finder, menu, queue_entry, session

t = session.words()
has_board = may(session.viewer(), "board.board")

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    title = session.board_title(t) if has_board else t("search.label")
    st.markdown(f"**{title}**", width="stretch")
    if has_board:
        queue_entry.show_press(t)
        st.button(t("menu.lock"), key="lock_board", icon=":material/lock:", on_click=menu.lock)
    menu.show(t)
finder.show_search()
if has_board:
    arrival_list.show()
finder.show_recent(is_alone=not has_board)
