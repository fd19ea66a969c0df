"""What is kept as JSON comes back as it was, to the cent, the second and the type."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import get_type_hints

import pytest

from lobby.domain.as_json import from_json, to_json
from lobby.domain.portrait import Portrait
from lobby.domain.since import ProductStatus, Since
from tests.portraits import contact, elderly_saver, touch

AT = datetime(2026, 11, 20, 9, 12, 7)  # noqa: DTZ001 the bank's own time zone


@dataclass(frozen=True)
class Held:
    """One of each kind of field."""

    on: date | None
    at: datetime
    amount: Decimal
    marks: frozenset[str]
    names: tuple[str, ...]
    is_open: bool


HELD = Held(date(2026, 2, 28), AT, Decimal("0.10"), frozenset({"b", "a"}), ("x", "y"), True)
SINCE = Since(
    (contact("declined"),), {"marketing": False}, {"dep_cd": ProductStatus("paused", AT, "none")}, True
)


@pytest.mark.parametrize("value", [HELD, replace(HELD, on=None), SINCE, Since()])
def test_a_value_comes_back_equal(value):
    assert from_json(type(value), json.loads(json.dumps(to_json(value)))) == value


def test_every_field_of_a_portrait_comes_back():
    whole = elderly_saver(
        unfinished=[touch()],
        contacts=[contact("not_now")],
        care_needs=["seat"],
        idle_balance=Decimal("6000.00"),
    )
    hints = get_type_hints(Portrait)
    for name, value in vars(whole).items():
        assert from_json(hints[name], json.loads(json.dumps(to_json(value)))) == value, name


def test_an_amount_is_a_text_so_that_no_cent_is_lost():
    assert to_json(HELD) == {
        "on": "2026-02-28", "at": "2026-11-20T09:12:07", "amount": "0.10", "marks": ["a", "b"],
        "names": ["x", "y"], "is_open": True,
    }  # fmt: skip


def test_what_has_no_json_form_is_refused():
    with pytest.raises(TypeError, match="object"):
        to_json(object())
