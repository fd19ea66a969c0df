"""The permit in force: without one neither the portraits nor the desk store are read, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from lobby.domain.access import About, Permit
from lobby.domain.errors import AccessRefused

_IN_FORCE: ContextVar[Permit | None] = ContextVar("permit", default=None)


@contextmanager
def in_force(permit: Permit) -> Iterator[None]:
    """Read under this permit, and no other, as long as the block lasts and in this thread alone.

    Whom the same person was let to read of before, in the entry that asks for this one, stays so.
    """
    around = _IN_FORCE.get()
    if around is not None and around.viewer == permit.viewer:
        permit = replace(permit, customers=around.customers)
    before = _IN_FORCE.set(permit)
    try:
        yield
    finally:
        _IN_FORCE.reset(before)


def require() -> Permit:
    """The permit in force; AccessRefused where a read is not part of anything that was permitted."""
    permit = _IN_FORCE.get()
    if permit is None:
        raise AccessRefused("not_for_role", "Nothing that was permitted asks for this.", query="desk")
    return permit


def require_branch(branch_id: str | None) -> None:
    """AccessRefused where the permit in force does not cover this branch; None: rows of no branch's own."""
    permit = require()
    if branch_id is not None and not permit.covers_branch(branch_id):
        raise AccessRefused("not_for_role", "This reaches further than was permitted.", query="desk")


def require_customer(customer_id: str | None) -> None:
    """AccessRefused where the permit in force does not reach what is this customer's own; None: nobody's."""
    permit = require()
    if customer_id is not None and not permit.covers("customer", {"customer_id": customer_id}):
        raise AccessRefused("not_for_role", "This reaches further than was permitted.", query="desk")


def require_for(query: str, about: About | None, params: Mapping[str, object]) -> None:
    """AccessRefused where the permit in force does not cover these rows; of nobody anybody may read."""
    if about == "nobody":
        return
    if about is None or not require().covers(about, params):
        raise AccessRefused("not_for_role", "This reaches further than was permitted.", query=query)


def admit_customer(customer_id: str) -> None:
    """From now on the permit in force reads this customer's own facts too: they are here, or were opened."""
    require().customers.add(customer_id)
