"""The one way into the services: role × branch × purpose are judged before a service reads anything.

`access.toml` has a line for each function under `for_viewer` or `for_house`; the stores answer while one of
them runs and at no other time.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from lobby.data import permits
from lobby.data.catalog_access import load_access
from lobby.data.desk import Happening
from lobby.domain.access import HOUSE, Permit, permit
from lobby.domain.errors import AccessRefused
from lobby.domain.revealing import FIELDS, Field
from lobby.domain.scope import reason_as_kept
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
    name, branch, reason = name_of(service), place_of(service, "branch_id"), place_of(service, "reason")

    @wraps(service)
    def entered(sources: Sources, viewer: Viewer, /, *args: Params.args, **kwargs: Params.kwargs) -> Answer:
        asked, why = given(branch, args, kwargs), given(reason, args, kwargs)
        about = next((one for one in (*args, *kwargs.values()) if isinstance(one, Visit)), None)
        with permitted(sources, viewer, name, asked, about, why):
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
    sources: Sources,
    viewer: Viewer,
    name: str,
    branch_id: object = None,
    visit: Visit | None = None,
    why: object = None,
) -> Iterator[None]:
    """Everything under the permit of `name`; a policy that cannot be judged denies like one that says no.

    Whose reach is `stated` is refused without words of their own that say why.
    """
    try:
        found = permit(load_access(), viewer, name, branch_id if branch_id is None else str(branch_id))
    except Exception as fault:
        raise denied(sources, viewer, name, visit) from fault
    if found is None:
        raise denied(sources, viewer, name, visit)
    if found.reach == "stated" and reason_as_kept(why if isinstance(why, str) else None) is None:
        raise denied(sources, viewer, name, visit, unstated())
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


def must_say_why(viewer: Viewer, name: str) -> bool:
    """Is the service `module.function` open to this person with a typed reason only?"""
    found = permit(load_access(), viewer, name)
    return found is not None and found.reach == "stated"


def columns_for(viewer: Viewer) -> frozenset[str]:
    """The columns of an opened customer's portrait that reach the screen of this person."""
    return frozenset(name for name, roles in load_access().columns.items() if viewer.role in roles)


def revealable(viewer: Viewer) -> tuple[Field, ...]:
    """What of an opened customer this person may lift the mask from."""
    return tuple(field for field in FIELDS if viewer.role in load_access().masks.get(field, ()))


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


Place = tuple[str, int | None]


def place_of(service: Callable[..., object], name: str) -> Place:
    """Where among the arguments after sources and viewer the one of this name is, None: it has none."""
    names = list(inspect.signature(service).parameters)[2:]
    return name, names.index(name) if name in names else None


def given(place: Place, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    """The argument at this place of a call, None where it is not given."""
    name, number = place
    return args[number] if number is not None and number < len(args) else kwargs.get(name)


def unstated() -> AccessRefused:
    """Whoever works with groups names people for a reason only."""
    return AccessRefused("why_needed", "People are named to this role with a reason only.", "Type why first.")
