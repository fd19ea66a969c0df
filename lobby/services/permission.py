"""The one way into the services: role × branch × purpose are judged before a service reads anything.

`access.toml` has a line for each function under `for_viewer` or `for_house`; the stores answer while one of
them runs and at no other time.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from lobby.data import permits
from lobby.data.catalog_access import load_access
from lobby.data.desk import Happening
from lobby.domain.access import HOUSE, Permit, permit
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.sources import Sources
from lobby.services.views import Visit

Params = ParamSpec("Params")
Answer = TypeVar("Answer")
DENIALS = frozenset({"not_for_role", "unknown_visit", "unknown_arrival"})  # written down by whoever lets in


def for_viewer(
    service: Callable[Concatenate[Sources, Viewer, Params], Answer],
) -> Callable[Concatenate[Sources, Viewer, Params], Answer]:
    """A service that a person asks: it runs under the permit of its line, or the refusal is in the audit."""
    name, place = name_of(service), place_of_branch(service)

    @wraps(service)
    def entered(sources: Sources, viewer: Viewer, /, *args: Params.args, **kwargs: Params.kwargs) -> Answer:
        asked = kwargs.get("branch_id")
        if place is not None and place < len(args):
            asked = args[place]
        about = next((one for one in (*args, *kwargs.values()) if isinstance(one, Visit)), None)
        with permitted(sources, viewer, name, asked, about):
            return service(sources, viewer, *args, **kwargs)

    return entered


def for_house(
    service: Callable[Concatenate[Sources, Params], Answer],
) -> Callable[Concatenate[Sources, Params], Answer]:
    """A service that this program runs by itself, or for a machine whose signature was checked."""
    name = name_of(service)

    @wraps(service)
    def entered(sources: Sources, /, *args: Params.args, **kwargs: Params.kwargs) -> Answer:
        with permitted(sources, HOUSE, name):
            return service(sources, *args, **kwargs)

    return entered


@contextmanager
def permitted(
    sources: Sources, viewer: Viewer, name: str, branch_id: object = None, visit: Visit | None = None
) -> Iterator[None]:
    """Everything under the permit of `name`; a policy that cannot be judged denies like one that says no."""
    try:
        found = permit(load_access(), viewer, name, branch_id if branch_id is None else str(branch_id))
    except Exception as fault:
        raise denied(sources, viewer, name, visit) from fault
    if found is None:
        raise denied(sources, viewer, name, visit)
    try:
        with permits.in_force(found):
            yield
    except AccessRefused as refused:
        if refused.code in DENIALS and not refused.is_audited:
            raise denied(sources, viewer, name, visit, refused) from refused.__cause__
        raise


@contextmanager
def at_work(name: str) -> Iterator[None]:
    """Everything under the permit that this program itself has for `name`, without a service."""
    found = permit(load_access(), HOUSE, name)
    if found is None:
        raise AccessRefused("not_for_role", "This program may not do so by itself.", entry=name)
    with permits.in_force(found):
        yield


def may(viewer: Viewer, name: str) -> bool:
    """Is there anything in the service `module.function` for this person?"""
    return permit(load_access(), viewer, name) is not None


def reaches(viewer: Viewer, section: str) -> bool:
    """Does this section of an opened customer reach the screen of this person?"""
    return viewer.role in load_access().sections.get(section, ())


def turn_away(sources: Sources, viewer: Viewer, page: str) -> None:
    """Write down that somebody asked for a page that is another role's."""
    denied(sources, viewer, f"page.{page}", None)


def pages_of(viewer: Viewer | None) -> frozenset[str]:
    """The pages this person may turn to; every page as long as nobody is known, and none of them runs."""
    pages = load_access().pages
    return frozenset(name for name, roles in pages.items() if viewer is None or viewer.role in roles)


def denied(
    sources: Sources, viewer: Viewer, name: str, visit: Visit | None, refused: AccessRefused | None = None
) -> AccessRefused:
    """The refusal, once it is in the audit."""
    refused = refused or AccessRefused("not_for_role", "This is for another role.", "Ask the branch manager.")
    happening = Happening(
        viewer,
        "refused",
        refused.code,
        customer_id=visit.customer_id if visit else None,
        visit_id=visit.visit_id if visit else None,
        details={"asked": name, **refused.values},
    )
    with permits.in_force(Permit(HOUSE, name, "nobody")):
        sources.desk.record(happening)
    refused.is_audited = True
    return refused


def name_of(service: Callable[..., object]) -> str:
    """The name of a service's line in access.toml: `module.function`."""
    return f"{service.__module__.rpartition('.')[2]}.{service.__name__}"


def place_of_branch(service: Callable[..., object]) -> int | None:
    """Where among the arguments after sources and viewer the branch is that a service is asked about."""
    names = list(inspect.signature(service).parameters)[2:]
    return names.index("branch_id") if "branch_id" in names else None
