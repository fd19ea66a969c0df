"""Credit signs and partner data on the customer's page: folded, for two roles, read when opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from lobby.data.catalog import load_catalog
from lobby.data.desk import open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.viewer import Role, Viewer
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import open_customer
from tests.ui.conftest import words_of
from tests.ui.fakes import FakeHouse

OpenApp = Callable[..., AppTest]
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture
def opened(house: FakeHouse, tiny_home: Path, tmp_path: Path) -> Iterator[Callable[[str, Viewer], Visit]]:
    """Opens a customer of the tiny bank, whose sources stand behind the folds."""
    desk, warehouse = open_desk(tmp_path, lambda: MOMENT), Warehouse(tiny_home)
    house.sources = Sources(warehouse, desk, load_catalog(), Settings(home=tmp_path), lambda: MOMENT)
    yield lambda customer_id, viewer: open_customer(house.sources, viewer, customer_id, reason="asked")
    desk.close()
    warehouse.close()


def unfolded(app: AppTest, part: str, visit: Visit) -> AppTest:
    app.session_state["visit"] = visit
    app.session_state[f"fold_{part}"] = True
    app.run()
    assert not app.exception
    return app


def of_role(role: Role) -> Viewer:
    return Viewer("s9", "李敏", role, "b1", frozenset(), "test")


@pytest.mark.parametrize("role", ["adviser", "manager"])
def test_the_band_stands_with_its_signs_and_what_is_left_out(
    open_app: OpenApp, opened: Callable[[str, Viewer], Visit], role: Role
) -> None:
    viewer = of_role(role)
    app = open_app("customer", viewer=viewer, customer_id="c11", language="en")
    assert "strong" not in words_of(app)
    shown = words_of(unfolded(app, "credit", opened("c11", viewer))).replace("\\", "")
    assert "badge[strong]" in shown
    assert "2 instalments in 24 months, 0 late (at most 0 days), 0 overdue now" in shown
    assert "Steady income: too few months · Credit used: no credit card" in shown
    assert "no decision rests on it" in shown


@pytest.mark.parametrize(
    ("customer_id", "said"),
    [("c11", ["partner_a", "2026-10-01"]), ("c02", ["The customer has not agreed to partner data."])],
)
def test_partner_data_stands_with_source_and_day_or_not_at_all(
    open_app: OpenApp, opened: Callable[[str, Viewer], Visit], customer_id: str, said: list[str]
) -> None:
    viewer = of_role("adviser")
    app = open_app("customer", viewer=viewer, customer_id=customer_id, language="en")
    app = unfolded(app, "external", opened(customer_id, viewer))
    cells = [str(cell) for table in app.table for row in table.value.to_numpy().tolist() for cell in row]
    shown = " ".join([words_of(app), *cells]).replace("\\", "")
    assert [part for part in said if part not in shown] == []
    assert ("partner_a" in shown) == (customer_id == "c11")


@pytest.mark.parametrize("role", sorted(set(get_args(Role)) - {"adviser", "manager"}))
def test_no_other_role_has_the_folds(open_app: OpenApp, role: Role) -> None:
    shown = words_of(open_app("customer", viewer=of_role(role), customer_id="c11", language="en"))
    assert "Credit signs" not in shown
    assert "From partners" not in shown
