"""A decision on loose values, for tests that change one of them at a time."""

from datetime import datetime

from lobby.domain.association import Association
from lobby.domain.case import Case
from lobby.domain.catalogue import Catalog
from lobby.domain.portrait import Portrait
from lobby.domain.since import UNCHANGED, Since
from lobby.domain.viewer import Language, Viewer
from lobby.services.decide import Decision, concluded


def decide(
    portrait: Portrait,
    catalog: Catalog,
    viewer: Viewer,
    now: datetime,
    language: Language,
    currency: str | None = None,
    associations: tuple[Association, ...] = (),
    is_held_back: bool = False,
    since: Since = UNCHANGED,
) -> Decision:
    """The decision for `portrait` and `viewer` at `now` (aware, bank-local), in `language`."""
    case = Case(portrait, viewer, now.date(), catalog, currency, associations, is_held_back, since)
    return concluded(case, language)
