"""How fast every product and service is decided for one customer in Python, against reading that customer."""

from __future__ import annotations

import random
import time
from pathlib import Path

import duckdb

from bench.measure import paired_ms, percentile, table
from lobby.data import permits
from lobby.data.catalog import load_catalog
from lobby.data.warehouse import Warehouse
from lobby.domain.access import HOUSE, Permit
from lobby.domain.case import Case
from lobby.domain.portrait import Portrait
from lobby.domain.propensity import Uptake, propensities
from lobby.domain.viewer import Viewer
from lobby.services.decide import concluded

ROUNDS = 2_000
WARM = 50
SHARES = (0.5, 0.95)
ADVISER = Viewer("S", "S", "adviser", None, frozenset({"wm", "fund", "ins", "loan", "corp"}))
CATALOG = load_catalog()


def run(home: Path) -> None:
    """Prints p50 and p95 of both sides, taking turns over the same customers, and their ratio."""
    deciding, reading = times(home)
    count = len(CATALOG.products) + len(CATALOG.services)
    rows = [
        [name, *(f"{percentile(taken, share):.2f}" for share in SHARES)]
        for name, taken in ((f"{count} products and services decided", deciding), ("portrait read", reading))
    ]
    ratios = (percentile(deciding, share) / percentile(reading, share) for share in SHARES)
    rows.append(["ratio", *(f"{ratio:.2f}" for ratio in ratios)])
    table("one decision", ["side", "p50 CPU ms", "p95 CPU ms"], rows)


@permits.in_force(Permit(HOUSE, "bench", "bank"))
def times(home: Path) -> tuple[list[float], list[float]]:
    """CPU milliseconds of this thread per decision and per read; the first of both left out."""
    warehouse = Warehouse(home)
    asked = customers(home)
    uptakes = [Uptake(**row) for row in warehouse.rows("customer_uptake")]
    cases = [case_of(warehouse, customer_id, uptakes) for customer_id in asked]

    def decide(turn: int) -> object:
        return concluded(cases[turn], "zh_Hans")

    def read(turn: int) -> object:
        return warehouse.one("customer_portrait", customer_id=asked[turn])

    deciding, reading = paired_ms([decide, read], ROUNDS + WARM, time.thread_time)
    warehouse.close()
    return deciding[WARM:], reading[WARM:]


def customers(home: Path) -> list[str]:
    """Customer numbers drawn by lot, the same in every run."""
    (portrait,) = (home / "portraits").glob("portrait-*.duckdb")
    with duckdb.connect(str(portrait), read_only=True) as con:
        ids = [row[0] for row in con.execute("select customer_id from portrait order by 1").fetchall()]
    return random.Random(7).choices(ids, k=ROUNDS + WARM)


def case_of(warehouse: Warehouse, customer_id: str, uptakes: list[Uptake]) -> Case:
    """The customer as the page decides about them: on the business date, with an adviser for everything."""
    row = warehouse.one("customer_portrait", customer_id=customer_id)
    assert row is not None
    customer = Portrait(**row)
    prior = CATALOG.policy.prior_talks
    return Case(
        customer,
        ADVISER,
        customer.as_of,
        CATALOG,
        propensities=propensities(uptakes, CATALOG.products, customer.segment, prior),
    )
