"""What proves a relation of the network: the transfers, accounts, salaries, referrals and roles behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lobby.domain.network import ORDER, ORGANISATION_KINDS, Tie
from lobby.domain.viewer import Viewer
from lobby.services.asked import Asked
from lobby.services.network import around
from lobby.services.sources import Sources

TIES = frozenset(ORDER)


def proof(sources: Sources, viewer: Viewer, customer_id: str, kind: str, place: str) -> Asked | None:
    """What finds the rows of the tie `kind` of the node at `place`, None where this viewer may see none."""
    shown = around(sources, viewer, customer_id).nodes if place.isdecimal() else ()
    ties = [tie for node in shown[int(place) : int(place) + 1] for tie in node.ties] if shown else []
    tie = next((tie for tie in ties if tie.kind == kind and tie.opens), None)
    return None if tie is None else PROOFS[kind](customer_id, tie)


def address(customer_id: str, tie: Tie) -> Asked:
    return Asked("customer_rows_address", {"other_id": tie.other_id}, source="customer")


def accounts(customer_id: str, tie: Tie) -> Asked:
    return Asked("customer_rows_tie", {"other_id": tie.other_id, "kind": tie.kind}, source="account_party")


def transfers(customer_id: str, tie: Tie) -> Asked:
    sign = -1 if tie.kind == "pays" else 1
    return Asked("customer_rows_transfer", {"other_id": tie.other_id, "sign": sign})


def salaries(customer_id: str, tie: Tie) -> Asked:
    return Asked("customer_rows_employer", {})


def referrals(customer_id: str, tie: Tie) -> Asked:
    """The steps from the one who came last back to the one who came first."""
    came_last = customer_id if tie.kind == "referred_by" else tie.other_id
    return Asked("customer_rows_referral", {"customer_id": came_last, "steps": tie.step}, source="customer")


def roles(customer_id: str, tie: Tie) -> Asked:
    """Every role of both where the tie is to a partner, else the customer's own in the organisation."""
    of_one = tie.organisation_id if tie.other_id is None else None
    values = {"other_id": tie.other_id, "organisation_id": of_one, "kind": tie.kind}
    return Asked("customer_rows_organisation", values, source="organisation_person")


PROOFS: Mapping[str, Callable[[str, Tie], Asked]] = {
    "household": address,
    **dict.fromkeys(("guardian", "ward", "joint", "authorised", "acts_for"), accounts),
    "pays": transfers,
    "paid_by": transfers,
    "employer": salaries,
    "referred_by": referrals,
    "referred": referrals,
    **dict.fromkeys(sorted(ORGANISATION_KINDS), roles),
}
