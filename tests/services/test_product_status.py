"""What is sold where: two people for each change, by role and branch, on the customer's page at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import get_args

import pytest

from lobby.data import desk_status
from lobby.data.desk import Happening, StaffMember
from lobby.data.desk_consents import Said, keep
from lobby.domain.errors import AccessRefused, DeskError, EntryRefused, LobbyError
from lobby.domain.referrals import Receiver, Subject
from lobby.domain.sale import Proposal
from lobby.domain.since import ProductStatus
from lobby.domain.two_people import Answer, Verdict
from lobby.domain.viewer import Role, Viewer
from lobby.services.customer import customer_view
from lobby.services.product_status import Wish, answer, here, in_force, product_board, propose
from lobby.services.referrals import refer
from lobby.services.sources import Sources
from lobby.services.staff import add
from lobby.services.visits import open_customer
from lobby.services.watching import Watching
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores
PAUSE = Wish("dep_term", "b1", "paused", reason="system check")
EVERYWHERE = Wish("dep_term", None, "sold_out", reason="quota used up")
HEAD, OTHER_HEAD = (Viewer(one, one, "head_office", None, frozenset(), "laptop") for one in ("h1", "h2"))


@pytest.fixture
def manager(sources: Sources, signed_in: SignIn) -> Viewer:
    """A second manager of the branch b1."""
    add(sources, StaffMember("m2", "陆敏", "manager", "b1"))
    return signed_in("m2")


def refused(ask: Callable[[], object]) -> LobbyError:
    with pytest.raises((AccessRefused, EntryRefused)) as caught:
        ask()
    return caught.value


def states(sources: Sources, branch_id: str | None) -> dict[str, str]:
    return {product: one.state for product, one in here(sources, branch_id).items()}


def test_a_pause_holds_once_a_second_person_checked_it(
    sources: Sources, signed_in: SignIn, manager: Viewer, watch: Watch
) -> None:
    propose(sources, signed_in("s3"), PAUSE, "one")
    assert states(sources, "b1") == {}
    watch.pass_by(minutes=2)
    answer(sources, manager, "one", "checked")
    assert states(sources, "b1") == {"dep_term": "paused"}
    assert states(sources, "b2") == {}
    status = in_force(sources, signed_in("s1"))["dep_term"]
    assert status == ProductStatus("paused", watch.now, None, None, "b1")
    assert f"{status.effective_at:%H:%M}" == "09:02"
    assert [(row["result"], row["staff_id"], row["details"]) for row in sources.desk.audited(2)] == [
        ("checked", "m2", {"change": "one", "product": "dep_term", "state": "paused"}),
        ("proposed", "s3", {"change": "one", "product": "dep_term", "state": "paused", "branch": "b1"}),
    ]


def test_the_suggestion_goes_with_its_reason_and_comes_back(
    sources: Sources, signed_in: SignIn, manager: Viewer, now: datetime
) -> None:
    viewer = signed_in("s2")
    visit = open_customer(sources, viewer, "c01")

    def shown() -> tuple[set[str], dict[str, tuple[str, str]]]:
        view = customer_view(sources, viewer, visit, now, "zh_Hans")
        left = {one.product: (one.stage, one.reason) for one in view.not_suggested}
        return {one.product for one in view.suggestions}, left

    offered = sorted(shown()[0])[0]
    wish = Wish(offered, "b1", "paused", reason="system check")
    propose(sources, signed_in("s3"), wish, "one")
    assert offered in shown()[0]
    answer(sources, manager, "one", "checked")
    suggested, left = shown()
    assert offered not in suggested
    assert left[offered] == ("on_sale", "sale_paused")
    propose(sources, manager, Wish(offered, "b1", "on_sale", reason="over"), "two")
    answer(sources, signed_in("s3"), "two", "checked")
    assert offered in shown()[0]


def test_nobody_checks_their_own_proposal_not_even_past_the_service(
    sources: Sources, signed_in: SignIn
) -> None:
    maker = signed_in("s3")
    proposal = propose(sources, maker, PAUSE, "one")
    assert refused(lambda: answer(sources, maker, "one", "checked")).code == "two_people_needed"
    assert refused(lambda: answer(sources, maker, "one", "refused", "no")).code == "two_people_needed"
    for made_by, verdict, staff_id in (
        ("s3", "checked", "s3"),
        ("s3", "refused", "s3"),
        ("s3", "withdrawn", "m2"),
        ("s9", "checked", "s3"),
        ("s3", "lost", "m2"),
    ):
        forged = Answer(verdict, staff_id, proposal.made_at, "")  # type: ignore[arg-type]
        with pytest.raises(DeskError, match="answer_refused"), sources.desk.writing() as connection:
            desk_status.CHANGES.add_answer(connection, "one", made_by, forged)
    assert states(sources, "b1") == {}


def test_the_maker_withdraws_and_nobody_else(sources: Sources, signed_in: SignIn, manager: Viewer) -> None:
    propose(sources, signed_in("s3"), PAUSE, "one")
    assert refused(lambda: answer(sources, manager, "one", "withdrawn")).code == "two_people_needed"
    answer(sources, signed_in("s3"), "one", "withdrawn")
    error = refused(lambda: answer(sources, manager, "one", "checked"))
    assert (error.code, error.values) == ("change_moved_on", {"name": "郭静"})
    assert states(sources, "b1") == {}


def test_a_refusal_says_why(sources: Sources, signed_in: SignIn, manager: Viewer) -> None:
    propose(sources, signed_in("s3"), PAUSE, "one")
    assert refused(lambda: answer(sources, manager, "one", "refused", " ")).code == "change_reason"
    answer(sources, manager, "one", "refused", "still open until noon")
    (past,) = product_board(sources, signed_in("s3"), "en").history
    assert (past.people.answered_by, past.people.note) == ("陆敏", "still open until noon")
    assert states(sources, "b1") == {}


MATRIX = [
    (role, own, branch) for role in get_args(Role) for own in ("b1", "b2", None) for branch in ("b1", None)
]


@pytest.mark.parametrize(("role", "own", "branch"), MATRIX)
def test_who_may_propose_and_check_by_role_and_branch(
    sources: Sources, role: Role, own: str | None, branch: str | None
) -> None:
    viewer = Viewer("x1", "示例", role, own, frozenset(), "laptop")
    may = role == "head_office" or (role == "manager" and own is not None and own == branch)
    wish = Wish("dep_term", branch, "paused", reason="system check")
    if may:
        assert propose(sources, viewer, wish, "own").made_by == "x1"
    else:
        expected = "not_your_branch" if role == "manager" and own is not None else "not_for_role"
        assert refused(lambda: propose(sources, viewer, wish, "own")).code == expected
    propose(sources, HEAD, wish, "theirs")
    if may:
        answer(sources, viewer, "theirs", "checked")
        assert states(sources, branch) == {"dep_term": "paused"}
    else:
        with pytest.raises(AccessRefused):
            answer(sources, viewer, "theirs", "checked")
        assert states(sources, branch) == {}


def test_a_manager_sees_the_own_branch_and_the_bank(sources: Sources, signed_in: SignIn) -> None:
    propose(sources, HEAD, EVERYWHERE, "bank")
    propose(sources, HEAD, Wish("dep_cd", "b2", "paused", reason="elsewhere"), "far")
    propose(sources, signed_in("s3"), PAUSE, "near")
    board = product_board(sources, signed_in("s3"), "zh_Hans")
    assert {one.proposal.number: one.verdicts for one in board.waiting} == {
        "bank": (), "near": ("withdrawn",),
    }  # fmt: skip
    assert board.branches == ("b1",)
    whole = product_board(sources, OTHER_HEAD, "zh_Hans")
    assert {one.proposal.number: one.verdicts for one in whole.waiting} == dict.fromkeys(
        ("bank", "far", "near"), ("checked", "refused")
    )
    assert whole.branches == (None, "b1", "b2")
    assert len(whole.products) == 20
    answer(sources, OTHER_HEAD, "far", "checked")
    lines = {one.product: one for one in product_board(sources, HEAD, "en").products}
    assert (lines["dep_cd"].status, lines["dep_cd"].branches) == (None, ("b2",))


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish("dep_term", None, "paused"), "change_reason"),
        (Wish("dep_term", None, "paused", reason=" \n"), "change_reason"),
        (Wish("castle", None, "paused", reason="because"), "unknown_subject"),
        (Wish("dep_term", "b9", "paused", reason="because"), "unknown_branch"),
    ],
)
def test_what_cannot_be_proposed(sources: Sources, wish: Wish, code: str) -> None:
    assert refused(lambda: propose(sources, HEAD, wish, "one")).code == code
    assert desk_status.CHANGES.waiting(sources.desk) == ()


def test_a_change_never_holds_from_the_past_and_may_be_planned(sources: Sources, watch: Watch) -> None:
    past = Wish("dep_term", None, "paused", watch.now - timedelta(seconds=1), reason="because")
    assert refused(lambda: propose(sources, HEAD, past, "one")).code == "change_in_past"
    noon = Wish("dep_term", None, "paused", watch.now + timedelta(hours=3), reason="because")
    propose(sources, HEAD, noon, "two")
    answer(sources, OTHER_HEAD, "two", "checked")
    watch.pass_by(hours=2, minutes=59)
    assert states(sources, "b1") == {}
    watch.pass_by(minutes=1)
    assert states(sources, "b1") == {"dep_term": "paused"}


def test_the_same_press_twice_is_one_proposal(sources: Sources, watch: Watch) -> None:
    first = propose(sources, HEAD, EVERYWHERE, "one")
    watch.pass_by(seconds=3)
    assert propose(sources, HEAD, EVERYWHERE, "one") == first
    with pytest.raises(DeskError, match="key_reused"):
        propose(sources, HEAD, PAUSE, "one")
    assert len(sources.desk.audited(9, action="product_status")) == 1


def test_of_two_checkers_at_once_one_decides_and_the_other_hears_who(
    sources: Sources, signed_in: SignIn, manager: Viewer
) -> None:
    propose(sources, HEAD, PAUSE, "one")
    together = Barrier(2)

    def decide(asked: tuple[Viewer, Verdict]) -> str:
        together.wait()
        try:
            stands: Proposal = answer(sources, asked[0], "one", asked[1], "not now")
        except AccessRefused as error:
            return f"{error.code} {error.values['name']}"
        return stands.answer.verdict if stands.answer else "none"

    with ThreadPoolExecutor(2) as pool:
        heard = set(pool.map(decide, [(signed_in("s3"), "checked"), (manager, "refused")]))
    assert heard in ({"checked", "change_moved_on 郭静"}, {"refused", "change_moved_on 陆敏"})
    assert len(sources.desk.audited(9, action="product_status")) == 2


def test_open_screens_hear_of_each_step_and_of_the_time_that_comes(sources: Sources, watch: Watch) -> None:
    watching = Watching(sources, lambda: "v1")
    heard = [watching.look()]

    def look() -> bool:
        heard.append(watching.look())
        return heard[-1]["status"] != heard[-2]["status"]

    assert look() is False
    noon = Wish("dep_term", None, "paused", watch.now + timedelta(hours=3), reason="because")
    propose(sources, HEAD, noon, "one")
    assert look() is True
    answer(sources, OTHER_HEAD, "one", "checked")
    assert look() is True
    watch.pass_by(hours=2, minutes=59)
    assert look() is False
    watch.pass_by(minutes=1)
    assert look() is True
    assert look() is False
    assert heard[-1]["portrait"] == "v1"


def test_open_screens_hear_of_a_refused_consent_and_of_a_referral(
    sources: Sources, signed_in: SignIn
) -> None:
    watching, viewer = Watching(sources, lambda: None), signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    before = watching.look()
    refer(sources, viewer, visit, Subject("product", "fund_mm"), Receiver("colleague", "s2"), "one")
    after = watching.look()
    assert {topic for topic in after if after[topic] != before[topic]} == {"referral"}
    happening = Happening(viewer, "consent", customer_id="c01", visit_id=visit.visit_id)
    keep(sources.desk, "two", Said("marketing", "any", False, None, "zh_Hans", date(2026, 11, 20)), happening)
    assert {topic for topic, token in watching.look().items() if token != after[topic]} == {"consent"}


def test_where_the_banks_day_is_frozen_a_planned_time_is_of_that_day(bank: Sources, watch: Watch) -> None:
    watch.pass_by(days=5)
    board = product_board(bank, HEAD, "en")
    assert board.now.date() == date(2026, 11, 20)
    noon = board.now + timedelta(hours=3)
    propose(bank, HEAD, Wish("dep_term", None, "paused", noon, reason="because"), "one")
    answer(bank, OTHER_HEAD, "one", "checked")
    watch.pass_by(hours=2, minutes=59)
    assert states(bank, None) == {}
    watch.pass_by(minutes=1)
    assert here(bank, None)["dep_term"].effective_at == noon
