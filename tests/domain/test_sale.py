"""What is sold at a branch by the word of two: the stricter of bank and branch, from time and check."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.domain.sale import (
    Change,
    Proposal,
    Turn,
    all_in_force,
    count_held,
    in_force,
    is_sold,
    last_turns,
    ledger,
    newest,
)
from lobby.domain.since import QUOTA_BANDS, SALE_STATES, QuotaBand, SaleState
from lobby.domain.two_people import Answer

NINE = datetime(2026, 11, 20, 1, tzinfo=UTC)
NUMBERS = count()


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def checked(
    state: SaleState,
    minutes: float = 0,
    branch_id: str | None = None,
    *,
    effective: float | None = None,
    quota: QuotaBand | None = None,
    rate: str | None = None,
    product: str = "dep_cd",
    verdict: str = "checked",
) -> Proposal:
    """A change checked at `minutes` past nine, to hold from then on or from `effective`."""
    wanted = at(minutes if effective is None else effective)
    change = Change(product, branch_id, state, wanted, quota, rate, "because")
    given_ = Answer(verdict, "checker", at(minutes), "")  # type: ignore[arg-type]
    return Proposal(f"p{next(NUMBERS):04}", change, "maker", at(minutes), given_)


def state_at(proposals: list[Proposal], minutes: float, branch_id: str | None = "b1") -> str | None:
    found = in_force(ledger(proposals), "dep_cd", branch_id, at(minutes))
    return found.state if found else None


def test_nothing_said_is_nothing_in_force() -> None:
    assert in_force(ledger([]), "dep_cd", "b1", at(0)) is None
    waiting = Proposal("p", Change("dep_cd", None, "paused", at(0), None, None, "because"), "maker", at(0))
    refused, withdrawn = checked("paused", verdict="refused"), checked("paused", verdict="withdrawn")
    assert all_in_force(ledger([waiting, refused, withdrawn]), "b1", at(9)) == {}


def test_a_change_holds_from_the_later_of_its_time_and_its_check() -> None:
    planned = [checked("paused", 0, effective=60)]
    assert [state_at(planned, minutes) for minutes in (0, 59.9, 60, 90)] == [None, None, "paused", "paused"]
    late = [checked("paused", 60, effective=0)]
    assert [state_at(late, minutes) for minutes in (0, 59.9, 60)] == [None, None, "paused"]


def test_of_two_at_one_time_the_later_checked_holds() -> None:
    assert (
        state_at([checked("paused", 0, effective=60), checked("on_sale", 5, effective=60)], 60) == "on_sale"
    )


@pytest.mark.parametrize(
    ("bank", "own", "holds"),
    [
        (("on_sale", 0), ("paused", 5), "paused"),
        (("paused", 0), ("on_sale", 5), "paused"),
        (("paused", 5), ("on_sale", 0), "paused"),
        (("sold_out", 0), ("paused", 5), "paused"),
        (("paused", 5), ("sold_out", 0), "sold_out"),
        (("on_sale", 5), ("not_started", 0), "not_started"),
    ],
)
def test_the_stricter_of_bank_and_branch_holds_and_the_branch_says_why(
    bank: tuple[SaleState, float], own: tuple[SaleState, float], holds: str
) -> None:
    both = [checked(*bank), checked(*own, "b1")]
    assert state_at(both, 10) == holds
    assert state_at(both, 10, "b2") == bank[0]
    assert state_at(both, 10, None) == bank[0]


def test_where_both_sell_the_later_word_tells_quota_and_rate() -> None:
    both = [checked("on_sale", 0, "b1", quota="tight", rate="r1"), checked("on_sale", 5, rate="r2")]
    found = in_force(ledger(both), "dep_cd", "b1", at(9))
    assert found is not None
    assert (found.rate_version, found.quota_left_band, found.effective_at) == ("r2", None, at(5))
    found = in_force(ledger(both), "dep_cd", "b1", at(4))
    assert found is not None
    assert (found.rate_version, found.quota_left_band) == ("r1", "tight")


def test_without_quota_left_it_is_not_sold() -> None:
    assert not is_sold(in_force(ledger([checked("on_sale", quota="none")]), "dep_cd", "b1", at(0)))
    assert is_sold(in_force(ledger([checked("on_sale", quota="tight")]), "dep_cd", "b1", at(0)))


states = st.tuples(
    st.sampled_from(SALE_STATES),
    st.integers(0, 20),
    st.sampled_from([None, "b1", "b2"]),
    st.integers(0, 20),
    st.sampled_from([None, *QUOTA_BANDS]),
)


@given(st.lists(states, max_size=8), st.integers(0, 25))
def test_a_branch_never_sells_what_the_bank_does_not(
    told: list[tuple[SaleState, int, str | None, int, QuotaBand | None]], minutes: int
) -> None:
    known = ledger(
        [checked(state, made, where, effective=when, quota=quota) for state, made, where, when, quota in told]
    )
    bank, own = (newest(known, "dep_cd", scope, at(minutes)) for scope in (None, "b1"))
    assert is_sold(in_force(known, "dep_cd", "b1", at(minutes))) == (is_sold(bank) and is_sold(own))
    held = [count_held(known, at(moment)) for moment in range(26)]
    assert held == sorted(held)
    assert held[-1] == len(told)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([checked("sold_out", 5)], "sold_out"),
        ([checked("on_sale", 5, quota="none")], "sold_out"),
        ([checked("paused", 5)], "paused"),
        ([checked("paused", -9), checked("on_sale", 5)], "back_on_sale"),
        ([checked("sold_out", 5), checked("on_sale", 6)], "back_on_sale"),
        ([checked("on_sale", 5, rate="r2")], "rate_changed"),
        ([checked("on_sale", -9, rate="r1"), checked("on_sale", 5, rate="r2")], "rate_changed"),
        ([checked("on_sale", -9, rate="r1"), checked("on_sale", 5, rate="r1", quota="tight")], None),
        ([checked("on_sale", 5)], None),
        ([checked("paused", -9), checked("sold_out", 5)], None),
        ([checked("paused", 5, "b2")], None),
        ([checked("paused", -9, "b1"), checked("paused", 5)], None),
        ([checked("paused", 5, effective=60)], None),
    ],
)
def test_what_those_interested_would_want_to_know(told: list[Proposal], why: str | None) -> None:
    found = last_turns(ledger(told), "b1", at(0), at(30))
    newest_one = max(told, key=lambda one: one.made_at)
    expected = (Turn(newest_one.number, "dep_cd", why, newest_one.made_at),) if why else ()  # type: ignore[arg-type]
    assert found == expected
