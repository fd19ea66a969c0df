"""A calm word when something goes wrong; the log has the rest."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lobby.domain import scope
from lobby.domain.errors import LobbyError
from lobby.services import logs
from lobby.ui import notices, state
from lobby.ui.text import Words, first_guess, plain, words

log = logging.getLogger("lobby.ui")


@contextmanager
def calm(t: Words) -> Iterator[None]:
    """Show a LobbyError as title, hint and code; another fault as one code to report."""
    try:
        yield
    except LobbyError as error:
        show(t, error)
    except Exception as error:  # noqa: BLE001 the last catch of a page: a code for the tablet, the place for the log
        show_fault(t, logs.fault(log, error))


def show(t: Words, error: LobbyError) -> None:
    """A fault a person can act on."""
    log.warning("told", extra={"code": error.code})
    viewer = state.viewer()
    is_homeless = error.code == "not_for_role" and viewer is not None and scope.lacks_branch(viewer)
    key = "error.no_branch" if is_homeless else f"error.{error.code}"
    known = key if t.has(f"{key}.title") else "error.other"
    values = {name: plain(str(value)) for name, value in error.values.items()} | {"code": error.code}
    notices.show(t(f"{known}.title", **values), t(f"{known}.hint", **values), "info")


def show_fault(t: Words, code: str) -> None:
    """A fault of our own."""
    notices.show(t("error.fault.title"), t("error.fault.hint", code=code), "info")


def on_script_error(error: Exception) -> bool:
    """What no page caught, such as a fault in a tap: shown as calmly, and never logged with its text."""
    t = words(first_guess(st.context.locale))
    if isinstance(error, LobbyError):
        show(t, error)
    else:
        show_fault(t, logs.fault(log, error))
    return True
