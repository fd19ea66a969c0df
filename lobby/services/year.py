"""A customer's year in review, for staff to show to the customer; opening it is in the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lobby.data.build_plan import windows
from lobby.data.desk import Happening
from lobby.domain.viewer import Language, Viewer
from lobby.domain.year import Moves, Year, has_year, year_of
from lobby.services.permission import for_viewer
from lobby.services.portraits import read_portrait, seen_by
from lobby.services.sources import Sources
from lobby.services.talk import spoken_language
from lobby.services.views import Visit
from lobby.services.visits import confirm


@dataclass(frozen=True)
class YearShown:
    """The year, in the customer's own language where it is known; None where there is none to show."""

    year: Year | None
    language: Language
    has_categories: bool


@for_viewer
def year_in_review(sources: Sources, viewer: Viewer, visit: Visit, language: Language) -> YearShown:
    """The last twelve calendar months of the customer opened in `visit`; AccessRefused outside a branch."""
    confirm(sources, viewer, visit)
    sources.desk.record(
        Happening(viewer, "part", "ok", visit.customer_id, visit.visit_id, details={"part": "year"})
    )
    customer = seen_by(viewer, read_portrait(sources, visit.customer_id))
    year = None
    if has_year(customer, sources.catalog.policy.adult_age):
        since = windows(customer.as_of)["from_12m"]
        rows = sources.portraits.rows(
            "customer_year",
            customer_id=visit.customer_id,
            this_year=since,
            last_year=since.replace(year=since.year - 1),
            last_until=year_before(customer.as_of),
        )
        year = year_of(customer, [Moves(**row) for row in rows], since)
    return YearShown(
        year=year,
        language=spoken_language(customer.language, language),
        has_categories="merchant_category" not in sources.portraits.manifest.not_supplied,
    )


def year_before(day: date) -> date:
    """The same day a year before; 28 February for a 29th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 2, 28) if is_leap_day else day.replace(year=day.year - 1)
