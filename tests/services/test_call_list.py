"""Whom a branch may call: of the hand-offs those who may be called, once each, and in the audit first."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Role, Viewer
from lobby.services.call_list import MOST, call_list
from lobby.services.handoffs import handoffs
from lobby.services.sources import Sources

MANAGER = Viewer("m", "He", "manager", "B001", frozenset(), "test")


def test_it_is_who_may_be_called_once_each_what_expires_first_on_top(bank: Sources, now: datetime) -> None:
    may = [one for one in handoffs(bank, now, ("B001",)) if one.may_call]
    found = call_list(bank, MANAGER, "B001", now)
    names = [one.customer.customer_id for one in found.calls]
    assert len(names) == len(set(names)) == min(MOST, found.customers) > 0
    assert found.customers == len({one.customer_id for one in may})
    assert [one.until for one in found.calls] == sorted(one.until for one in found.calls)
    soonest = min(one.expires_on for one in may)
    assert found.calls[0].until == soonest
    assert all("*" in (one.customer.name_masked or "*") for one in found.calls)
    row = bank.desk.audited(1)[0]
    asked = {"asked": "call_list", "branch": "B001", "rows": len(names)}
    assert (row["action"], row["result"], row["details"]) == ("branch", "ok", asked)


def test_another_branch_and_other_roles_get_none(bank: Sources, now: datetime) -> None:
    for role in set(get_args(Role)) - {"manager", "head_office"}:
        with pytest.raises(AccessRefused):
            call_list(bank, Viewer("x", "Sun", role, "B001", frozenset(), "test"), "B001", now)
    with pytest.raises(AccessRefused):
        call_list(bank, MANAGER, "B002", now)
    assert {row["action"] for row in bank.desk.audited(9)} == {"refused"}
