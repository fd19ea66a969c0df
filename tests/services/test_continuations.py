"""Going on by phone: the code says nothing of anybody, holds once and for its minutes only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import segno

from lobby.data.settings import Settings
from lobby.domain.continuing import Subject
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.continuations import Link, redeem, revoke, start
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import open_customer
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]
CHANNEL = Viewer("h1", "手机银行", "head_office", None)
BASE = "https://m.bank.example/c/"
LOAN = Subject("product", "loan_small")


@pytest.fixture
def phones(sources: Sources) -> Sources:
    """The tiny bank with an address where phones go on."""
    return replace(sources, settings=Settings(home=sources.settings.home, continue_url=BASE))


@pytest.fixture
def visit(phones: Sources, signed_in: SignIn) -> Visit:
    return open_customer(phones, signed_in("s2"), "c02")


def started(phones: Sources, signed_in: SignIn, visit: Visit) -> tuple[Link, str]:
    link = start(phones, signed_in("s2"), visit, LOAN)
    assert link is not None
    return link, link.address.removeprefix(BASE)


def refused(phones: Sources, reference: str, viewer: Viewer = CHANNEL) -> str:
    with pytest.raises(AccessRefused) as error:
        redeem(phones, viewer, reference)
    return error.value.code


def test_the_code_is_the_address_and_the_reference_and_nothing_else(
    phones: Sources, signed_in: SignIn, visit: Visit
) -> None:
    link, reference = started(phones, signed_in, visit)
    assert len(reference) == 22
    for known in ("c02", visit.visit_id, "s2", "loan", "李"):
        assert known not in reference
    drawn = BytesIO()
    segno.make(link.address, error="m", micro=False).save(drawn, kind="png", scale=8, border=4)
    assert link.image == drawn.getvalue()
    other = segno.make(f"{BASE}another", error="m", micro=False)
    assert other.matrix != segno.make(link.address, error="m", micro=False).matrix
    assert started(phones, signed_in, visit)[1] != reference


def test_the_store_keeps_no_reference(
    phones: Sources, signed_in: SignIn, visit: Visit, tmp_path: Path
) -> None:
    _, reference = started(phones, signed_in, visit)
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("desk.sqlite*"))
    assert b"loan_small" in kept
    assert reference.encode() not in kept


def test_it_is_redeemed_once(phones: Sources, signed_in: SignIn, visit: Visit) -> None:
    _, reference = started(phones, signed_in, visit)
    found = redeem(phones, CHANNEL, reference)
    assert (found.customer_id, found.visit_id, found.subject) == ("c02", visit.visit_id, LOAN)
    assert refused(phones, reference) == "unknown_reference"
    rows = phones.desk.audited(9, visit_id=visit.visit_id, action="continue")
    assert [(row["result"], row["staff_id"], row["details"]) for row in rows] == [
        ("redeemed", "h1", {"what": "product:loan_small"}),
        ("offered", "s2", {"what": "product:loan_small"}),
    ]
    (tried,) = phones.desk.audited(9, action="refused")
    assert (tried["result"], tried["customer_id"]) == ("unknown_reference", None)


@pytest.mark.parametrize(("minutes", "holds"), [(14.99, True), (15, False), (60, False)])
def test_it_holds_for_its_minutes(
    minutes: float, holds: bool, phones: Sources, signed_in: SignIn, visit: Visit, watch: Watch
) -> None:
    _, reference = started(phones, signed_in, visit)
    watch.pass_by(minutes=minutes)
    if holds:
        assert redeem(phones, CHANNEL, reference).customer_id == "c02"
    else:
        assert refused(phones, reference) == "unknown_reference"


def test_not_this_customer_ends_what_was_offered(phones: Sources, signed_in: SignIn, visit: Visit) -> None:
    _, reference = started(phones, signed_in, visit)
    revoke(phones, signed_in("s2"), visit)
    assert refused(phones, reference) == "unknown_reference"


@pytest.mark.parametrize("role", ["lobby", "adviser", "manager", "risk", "auditor"])
def test_nobody_in_a_branch_turns_a_reference_into_a_customer(
    role: str, phones: Sources, signed_in: SignIn, visit: Visit
) -> None:
    _, reference = started(phones, signed_in, visit)
    assert refused(phones, reference, replace(CHANNEL, role=role)) == "not_for_role"
    assert redeem(phones, CHANNEL, reference).customer_id == "c02"


def test_an_unknown_reference_is_refused_like_a_used_one(phones: Sources) -> None:
    assert refused(phones, "AAAAAAAAAAAAAAAAAAAAAA") == "unknown_reference"


def test_without_an_address_there_is_no_code(sources: Sources, signed_in: SignIn) -> None:
    viewer = signed_in("s2")
    assert start(sources, viewer, open_customer(sources, viewer, "c02"), LOAN) is None
    assert sources.desk.audited(9, action="continue") == ()


@pytest.mark.parametrize("address", ["http://m.bank.example/", "m.bank.example", "https://a b"])
def test_an_address_that_is_not_safe_stops_the_start(address: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="continue_url"):
        Settings(home=tmp_path, continue_url=address)
