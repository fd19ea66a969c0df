"""The levers that head office changed, in the desk store: changes that a second person checks."""

from __future__ import annotations

from functools import lru_cache

from lobby.data import desk_schema_branch as schema
from lobby.data.desk import Desk
from lobby.data.desk_two_people import Register
from lobby.domain.levers import Lever, LeverChange, last_checked
from lobby.domain.two_people import Proposal

CHANGES: Register[Proposal[LeverChange]] = Register(
    schema.lever_change, schema.lever_change_answer, LeverChange, Proposal
)


def changed(desk: Desk) -> tuple[Lever, ...]:
    """The levers that hold in the place of the catalogue's, or beside them."""
    return tuple(one.change.lever for one in standing(desk))


def standing(desk: Desk) -> tuple[Proposal[LeverChange], ...]:
    """The last checked change of each target, read anew once there are other answers."""
    return checked(desk, CHANGES.newest_answer(desk))


@lru_cache(maxsize=2)
def checked(desk: Desk, newest: tuple[object, ...]) -> tuple[Proposal[LeverChange], ...]:
    """The changes of `desk` that stand while `newest` is its newest answer."""
    del newest
    return last_checked(CHANGES.answered(desk))


def token(desk: Desk) -> str:
    """Another text whenever a change was proposed or answered."""
    return f"{CHANGES.count_made(desk)}-{CHANGES.newest_answer(desk)[0]}"
