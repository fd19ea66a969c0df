"""Sections: each read names exactly its columns, and only an opened part reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lobby.data.warehouse import Warehouse
from lobby.domain.errors import AccessRefused
from lobby.domain.sections import SECTIONS, Holdings, Movements, Section, columns_of, every_column, name_of
from lobby.domain.viewer import Viewer
from lobby.services.customer import customer_view
from lobby.services.portraits import open_section, read_section
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]


class Listening(Warehouse):
    """The tiny bank's portrait, which notes the queries it is asked."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.asked: list[str] = []

    def rows(self, query_name: str, **params: object) -> list[dict[str, Any]]:
        self.asked.append(query_name)
        return super().rows(query_name, **params)


class YearInReview(Section):
    """A section with a name of several words."""


def test_the_name_of_a_section_is_that_of_its_query() -> None:
    assert [name_of(section) for section in (Holdings, Movements, YearInReview)] == [
        "holdings",
        "movements",
        "year_in_review",
    ]


@pytest.mark.parametrize("section", SECTIONS)
def test_the_read_of_a_section_names_exactly_its_columns(
    warehouse: Warehouse, section: type[Section]
) -> None:
    (row,) = warehouse.rows(f"customer_{name_of(section)}", customer_id="c01")
    assert tuple(row) == columns_of(section)


def test_no_column_is_read_in_two_places() -> None:
    columns = every_column()
    assert len(columns) == len(set(columns))


def test_opening_a_customer_reads_no_section(
    sources: Sources, signed_in: SignIn, now: datetime, tiny_home: Path
) -> None:
    listening = Listening(tiny_home)
    sources = Sources(listening, sources.desk, sources.catalog, sources.settings, sources.clock)
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    customer_view(sources, viewer, visit, now, "en")
    assert "customer_portrait" in listening.asked
    assert not {f"customer_{name_of(section)}" for section in SECTIONS} & set(listening.asked)
    held = open_section(sources, viewer, visit, Holdings)
    assert listening.asked[-1] == "customer_holdings"
    assert held.assets_by_month[-1]["balance"] == Decimal("200000.00")
    listening.close()


def test_a_section_is_opened_within_the_own_visit_only(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    for viewer, of in ((signed_in("s2"), visit), (signed_in("s1"), Visit("none", "c01", now))):
        with pytest.raises(AccessRefused) as refused:
            open_section(sources, viewer, of, Movements)
        assert refused.value.code == "unknown_visit"


def test_a_section_of_nobody_is_refused(sources: Sources) -> None:
    with pytest.raises(AccessRefused) as refused:
        read_section(sources, "c99", Movements)
    assert refused.value.code == "unknown_customer"
