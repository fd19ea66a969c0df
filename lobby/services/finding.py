"""Finding a customer by what staff type; several of one name are always listed, never chosen between."""

from __future__ import annotations

from datetime import datetime, timedelta

from lobby.data.desk import Happening, Limit
from lobby.domain import scope, search_text
from lobby.domain.errors import AccessRefused
from lobby.domain.search_text import Typed
from lobby.domain.viewer import Viewer
from lobby.services import alerts, listing
from lobby.services.arrivals import with_ticket
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Findings


@for_viewer
def find(
    sources: Sources, viewer: Viewer, text: str, *, reason: str | None = None, now: datetime
) -> Findings:
    """The customers that `text` may mean, masked; every search is in the audit before it is made.

    In the own branch a name, initials, a tail or a whole number finds, and the ticket of who is there now;
    elsewhere only a whole number with a reason. Without the reason the answer is the same whether such a
    customer exists or not.
    """
    policy = sources.catalog.policy
    typed = search_text.read(text, policy.search_min_characters, policy.search_min_digits)
    reason = scope.reason_as_kept(reason)
    record(sources, viewer, typed, reason)
    found = with_ticket(sources, viewer, search_text.bare(text))
    found = list(dict.fromkeys([*found, *in_own_branch(sources, viewer, typed, policy.search_max_rows)]))
    if reason and typed.numbers:
        asked = {"numbers": list(typed.numbers), "at_most": policy.search_max_rows}
        elsewhere = sources.portraits.rows("board_exact", **asked)
        found = list(dict.fromkeys([*found, *(row["customer_id"] for row in elsewhere)]))
    if found:
        people = hits(sources, found[: policy.search_max_rows], now)
        listing.tell(sources, viewer, "search", (one.customer_id for one in people))
        return Findings("found", people)
    if not reason and typed.numbers and typed.may_be_whole(number_forms(sources)):
        return Findings("reason_needed")
    return Findings("type_more" if typed.is_short else "none")


def number_forms(sources: Sources) -> frozenset[tuple[int, bool]]:
    rows = sources.portraits.rows("board_number_forms")
    return frozenset((row["length"], row["is_digit_first"]) for row in rows)


def record(sources: Sources, viewer: Viewer, typed: Typed, reason: str | None) -> None:
    read_as = [name for name in ("word", "letters", "tail", "numbers") if getattr(typed, name)]
    asked = Happening(viewer, "search", reason=reason, details={"read_as": read_as})
    limit = Limit(sources.catalog.policy.searches_hour, timedelta(hours=1))
    passed = sources.desk.record(asked, (limit,))
    if passed is None:
        alerts.after_search(sources, viewer)
    else:
        alerts.after_limit(sources, viewer, passed.count)
        raise AccessRefused(
            "search_limit",
            f"{passed.count} searches were made within an hour.",
            "Wait a little before the next one.",
            count=passed.count,
            minutes=60,
        )


def in_own_branch(sources: Sources, viewer: Viewer, typed: Typed, at_most: int) -> list[str]:
    branch_id = scope.own_branch(viewer)
    if branch_id is None:
        return []
    rows = sources.portraits.rows(
        "board_matches",
        branch_id=branch_id,
        word=typed.word,
        letters=typed.letters,
        tail=typed.tail,
        numbers=list(typed.numbers),
        at_most=at_most,
    )
    return [row["customer_id"] for row in rows]
