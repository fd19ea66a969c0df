"""Who of the people around a customer may be shown to whom, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from lobby.domain.masking import mask_name
from lobby.domain.scope import sees_network
from lobby.domain.viewer import Viewer

ORGANISATION_KINDS = frozenset({"owner", "legal_representative", "finance", "partner"})
ORDER = (
    "household", "guardian", "ward", "joint", "authorised", "acts_for", "pays", "paid_by", "employer",
    "referred_by", "referred", "owner", "legal_representative", "finance", "partner",
)  # fmt: skip


@dataclass(frozen=True)
class Tie:
    """One relation of the customer: to `other_id`, in an organisation, or to who pays the salary.

    `step`: how many referrals away; dates, `count_rows` and `amount` are those of the rows behind it, which
    the viewer may open where it `opens`.
    """

    kind: str
    other_id: str | None
    organisation_id: str | None
    payer: str | None
    step: int
    since_on: date | None
    last_on: date | None
    count_rows: int | None
    amount: Decimal | None
    opens: bool = True


@dataclass(frozen=True)
class Other:
    """Another customer, as the portrait of the day has them."""

    customer_id: str
    kind: str
    name: str | None
    home_branch_id: str
    age: int | None
    deceased: bool
    aum: Decimal


@dataclass(frozen=True)
class Sight:
    """What of a relation may be seen beside its being there; facts are dates, counts and amounts."""

    has_name: bool
    has_facts: bool


@dataclass(frozen=True)
class Node:
    """One party around the customer; `name` is masked, None where only the relation may be seen.

    `ties`: one of each kind, the nearest first.
    """

    what: Literal["person", "organisation", "employer"]
    name: str | None
    is_own_branch: bool
    ties: tuple[Tie, ...]


@dataclass(frozen=True)
class Network:
    """The parties a viewer may see, in the order of `ORDER`; `count_more` stand behind them.

    `household_aum` is the sum over the `count_household` who are of age and live, the customer always among
    them; None unless the viewer's branch keeps every one of them.
    """

    nodes: tuple[Node, ...]
    count_more: int
    household_aum: Decimal | None
    count_household: int
    count_colleagues: int | None


def sight(viewer: Viewer, tie: Tie, other: Other | None, adult_age: int) -> Sight | None:
    """What `viewer` may see of `tie`, None: nothing; `other` is None where it is no customer of the bank.

    Of a minor or somebody deceased nothing but the relation; the name of the own branch's customers only;
    organisations with the corp qualification only.
    """
    if not sees_network(viewer):
        return None
    is_organisation = tie.kind in ORGANISATION_KINDS or (other is not None and other.kind == "organisation")
    if is_organisation and not sees_organisations(viewer):
        return None
    if other is None:
        return Sight(has_name=True, has_facts=True)
    is_open = not is_protected(other, adult_age)
    return Sight(has_name=is_open and other.home_branch_id == viewer.branch_id, has_facts=is_open)


def sees_organisations(viewer: Viewer) -> bool:
    """May this viewer see what customers are in which organisation? Advisers of corporate banking."""
    return sees_network(viewer) and "corp" in viewer.qualifications


def is_protected(other: Other, adult_age: int) -> bool:
    """Is this a minor or somebody deceased, of whom no name and no amount is told?"""
    return other.deceased or (other.age is not None and other.age < adult_age)


def nodes(
    viewer: Viewer,
    ties: Iterable[Tie],
    others: Mapping[str, Other],
    organisations: Mapping[str, str],
    adult_age: int,
) -> tuple[Node, ...]:
    """Every party that `viewer` may see, the nearest first; a tie to somebody unknown is left out."""
    seen: dict[tuple[str, str], list[tuple[Tie, Sight]]] = {}
    for tie in ties:
        other = others.get(tie.other_id or "")
        found = sight(viewer, tie, other, adult_age) if other or tie.other_id is None else None
        if found is not None:
            seen.setdefault(_party(tie), []).append((_shown(tie, found), found))
    placed = [
        (_place(party, [tie for tie, _ in of_party]), _node(viewer, party, of_party, others, organisations))
        for party, of_party in seen.items()
    ]
    return tuple(node for _, node in sorted(placed, key=lambda one: one[0]))


def household_aum(viewer: Viewer, household: Collection[Other]) -> Decimal | None:
    """What those of `household`, the customer included, own together.

    None for somebody who lives alone, and where another branch keeps one of them.
    """
    if not sees_network(viewer) or len(household) < 2:
        return None
    if any(member.home_branch_id != viewer.branch_id for member in household):
        return None
    return sum((member.aum for member in household), Decimal(0))


def _party(tie: Tie) -> tuple[str, str]:
    if tie.other_id is not None:
        return "person", tie.other_id
    return ("employer", "") if tie.kind == "employer" else ("organisation", tie.organisation_id or "")


def _shown(tie: Tie, seen: Sight) -> Tie:
    if seen.has_facts:
        return tie
    return replace(tie, since_on=None, last_on=None, count_rows=None, amount=None, opens=False)


def _place(party: tuple[str, str], ties: Iterable[Tie]) -> tuple[int, int, Decimal, str]:
    """The nearest kind first, then the fewest steps, the most money, and the number."""
    return min((ORDER.index(tie.kind), tie.step, -(tie.amount or Decimal(0)), party[1]) for tie in ties)


def _node(
    viewer: Viewer,
    party: tuple[str, str],
    seen: Sequence[tuple[Tie, Sight]],
    others: Mapping[str, Other],
    organisations: Mapping[str, str],
) -> Node:
    ordered = sorted((tie for tie, _ in seen), key=lambda tie: ORDER.index(tie.kind))
    ties = tuple({tie.kind: tie for tie in ordered}.values())
    what, party_id = party
    other = others.get(party_id) if what == "person" else None
    if other is None:
        name = ties[0].payer if what == "employer" else organisations.get(party_id)
        return Node("employer" if what == "employer" else "organisation", name, True, ties)
    name = mask_name(other.name, other.kind) if all(found.has_name for _, found in seen) else None
    kind: Literal["person", "organisation"] = "organisation" if other.kind == "organisation" else "person"
    return Node(kind, name, other.home_branch_id == viewer.branch_id, ties)
