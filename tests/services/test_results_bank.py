"""One bank end to end: a feed, its visits through the real services, the next feed, the lift it planted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from lobby.data.build import build
from lobby.data.catalog import load_catalog
from lobby.data.desk import Desk, open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.viewer import Viewer
from lobby.services import results
from lobby.services.result_views import Results
from lobby.services.sources import Sources
from tests.built import make_sample
from tests.desk_stores import Watch
from tests.talked_bank import holds, planted_lift, receive

pytestmark = pytest.mark.proof

FIRST, LATER = date(2026, 8, 20), date(2026, 11, 10)
CUSTOMERS, BASE, LIFT = 3000, 0.08, 0.12
SAME_BANK = ("--seed", "11", "--planned-on", str(FIRST), "--transactions-per-customer", "70")
HEAD_OFFICE = Viewer("S9", "Wu", "head_office", None)


@dataclass(frozen=True)
class Talked:
    """A bank whose customers all came on the first feed's day; the desk store tells what was offered."""

    folder: Path
    watch: Watch
    desk: Desk

    def later(self, lift: float) -> tuple[Results, Path]:
        """What the results say once the next feed, with this lift planted, is built; and that feed."""
        feed, home = self.folder / f"later-{lift}", self.folder / "home"
        planted = ("--talks", str(home / "desk.sqlite"), "--base-rate", str(BASE), "--lift", str(lift))
        make_sample(feed, CUSTOMERS, *SAME_BANK, "--as-of", str(LATER), *planted)
        self.watch.now = datetime(LATER.year, LATER.month, LATER.day, 1, 30, tzinfo=UTC)
        build(feed, Settings(home=home), now=self.watch.now)
        with_portrait = sources_of(home, self.desk, self.watch)
        try:
            return results.results(with_portrait, HEAD_OFFICE), feed
        finally:
            with_portrait.portraits.close()


def sources_of(home: Path, desk: Desk, watch: Watch) -> Sources:
    return Sources(Warehouse(home), desk, load_catalog(), Settings(home=home), watch)


@pytest.fixture(scope="module")
def talked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talked]:
    folder, watch = tmp_path_factory.mktemp("talked"), Watch()
    home = folder / "home"
    home.mkdir()
    feed = make_sample(folder / "first", CUSTOMERS, *SAME_BANK, "--as-of", str(FIRST))
    watch.now = datetime(FIRST.year, FIRST.month, FIRST.day, 1, 30, tzinfo=UTC)
    build(feed, Settings(home=home), now=watch.now)
    desk = open_desk(home, watch)
    sources = sources_of(home, desk, watch)
    everybody = duckdb.sql(f"select customer_id, home_branch_id from '{feed}/customer.parquet' order by 1")
    receive(sources, watch, everybody.fetchall())
    sources.portraits.close()
    yield Talked(folder, watch, desk)
    desk.close()


def test_the_next_feed_shows_the_lift_that_was_planted(talked: Talked) -> None:
    found, feed = talked.later(LIFT)
    assert found.overall is not None
    assert found.overall.lift is not None
    assert found.overall.lift.low > 0
    assert holds(found.overall.lift, planted_lift(feed))
    by_product = found.by["product"].shown
    assert len(by_product) >= 4
    assert [one.code for one in by_product if not holds(one.lift, LIFT)] == []
    assert found.balance is not None
    assert found.balance.difference is not None
    assert found.balance.difference.value > 0
    assert found.waiting == 0


def test_without_a_lift_the_interval_holds_zero(talked: Talked) -> None:
    found, _ = talked.later(0.0)
    assert found.overall is not None
    assert found.overall.lift is not None
    assert not found.overall.lift.is_told
    assert [one.code for one in found.by["product"].shown if not holds(one.lift, 0.0)] == []
