"""The folded parts of the customer's page: one line each, who may see it, and what shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lobby.domain import scope
from lobby.domain.viewer import Viewer
from lobby.services.permission import may
from lobby.services.views import CustomerView, Person
from lobby.ui import advice, contact_list, holdings, keeping, network_view, session, year_view
from lobby.ui.errors import calm
from lobby.ui.folding import fold
from lobby.ui.text import Words

LOADING_PX = 160


@dataclass(frozen=True)
class Part:
    """A fold titled `part.<name>`; `show` reads what it needs once the fold is opened, as its service allows.

    A part of what is never spoken, of others or of the year `is_for_two`: hidden while somebody is there.
    `sees` is a rule of the bank's policy; without one, everybody who may open the customer sees the part.
    `has`: whether there is such a part for this customer at all.
    """

    name: str
    show: Callable[[Words, CustomerView], None]
    sees: Callable[[Viewer], bool] | None = None
    is_for_two: bool = False
    has: Callable[[Person], bool] | None = None


def asks(entry: str) -> Callable[[Viewer], bool]:
    """For whom this service is."""
    return lambda viewer: may(viewer, entry)


PARTS = (
    Part("assets", holdings.show_asset_details),
    Part("habits", holdings.show_habit_details),
    Part("contacts", contact_list.show, scope.sees_marketing),
    Part("year", year_view.show_part, asks("year.year_in_review"), True, lambda person: person.has_year),
    Part("network", network_view.show, asks("network.network"), is_for_two=True),
    Part("keeping", keeping.show, asks("keeping.keeping"), is_for_two=True),
    Part("credit", advice.show_credit, asks("advice.credit_signs"), is_for_two=True),
    Part("external", advice.show_external, asks("advice.external_facts"), is_for_two=True),
)


def show(t: Words, view: CustomerView) -> None:
    """Each part this person may see, folded; an opened one stays open while the customer is."""
    for part in PARTS:
        if (part.is_for_two and t.is_hidden) or (part.has is not None and not part.has(view.person)):
            continue
        if part.sees is None or part.sees(session.viewer()):
            with fold(part.name, t(f"part.{part.name}")) as is_open:
                if is_open:
                    show_opened(t, view, part)


def show_opened(t: Words, view: CustomerView, part: Part) -> None:
    with st.skeleton(LOADING_PX), calm(t):
        part.show(t, view)
