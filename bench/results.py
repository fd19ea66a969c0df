"""How fast results are counted: first on a portrait and after a change, with 40,000 customers followed."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bench.measure import table
from lobby.data import desk_schema as schema
from lobby.data import permits
from lobby.data.catalog import load_catalog
from lobby.data.desk import Desk, open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.access import HOUSE, Permit
from lobby.domain.viewer import Viewer
from lobby.services.results import results
from lobby.services.sources import Sources

CUSTOMERS = 40_000
PRODUCTS = ("dep_cd", "dep_term", "gov_bond", "fund_bond", "cc_standard", "pension_acc", "wmp_30d")
TRIGGERS = ("deposit_maturing", "idle_balance", "large_inflow")
SEGMENTS = ("elderly_saver", "mature_worker", "young_worker")
VIEWERS = (Viewer("S9", "Wu", "head_office", None), Viewer("S8", "Li", "manager", "B001"))


def run(home: Path) -> None:
    """Prints CPU seconds for the bank and for a branch: first, after one more offer, and from memory."""
    with tempfile.TemporaryDirectory() as folder:
        portraits = Warehouse(home)
        now = datetime.combine(portraits.manifest.business_date, datetime.min.time(), UTC)
        desk = open_desk(Path(folder), lambda: now)
        fill(desk, now)
        sources = Sources(portraits, desk, load_catalog(), Settings(home=home), lambda: now)
        rows = []
        for place, viewer in enumerate(VIEWERS):
            first = cpu(lambda viewer=viewer: results(sources, viewer))
            write(desk, [one_more(CUSTOMERS + place, now)])
            changed, kept = (cpu(lambda viewer=viewer: results(sources, viewer)) for _ in range(2))
            whose = "a branch" if viewer.branch_id else "the bank"
            rows.append([whose, *(f"{seconds:.2f}" for seconds in (first, changed, kept))])
        desk.close()
        portraits.close()
    headings = ["of", "first CPU s", "after a change", "from memory"]
    table(f"results of {CUSTOMERS:,} customers followed", headings, rows)


def cpu(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


Rows = dict[str, list[dict[str, Any]]]


def fill(desk: Desk, now: datetime) -> None:
    """Every customer decided for on some day of half a year, three products each, half of them talked to."""
    drawn = random.Random(1)
    write(
        desk,
        [one_more(number, now - timedelta(days=1 + drawn.randrange(178))) for number in range(CUSTOMERS)],
    )


@permits.in_force(Permit(HOUSE, "bench", "bank"))
def write(desk: Desk, many: list[Rows]) -> None:
    with desk.writing() as connection:
        for one in (schema.audit, schema.decision, schema.offer, schema.outcome):
            rows = [row for some in many for row in some[one.name]]
            if rows:
                connection.execute(insert(one), rows)


def one_more(number: int, at: datetime) -> Rows:
    """The rows of one customer's visit."""
    customer, drawn = f"C{number:08}", random.Random(number)
    whose = {"customer_id": customer, "branch_id": f"B{1 + number % 6:03}"}
    by = {**whose, "staff_id": "S1", "visit_id": customer}
    done = {**by, "role": "lobby", "device": "bench", "result": "ok", "happened_at": at, "details": {}}
    kept = {"inputs": {}, "inputs_hash": "", "versions": {}, "shown": {}, "withheld": []}
    talk = {
        **by, "outcome_id": customer, "decision_id": customer, "device": "bench", "subject_kind": "product",
        "subject_code": "dep_cd", "result": drawn.choice(("interested", "declined")), "reasons": ["no_need"],
        "chips": [], "note": "", "happened_at": at, "recorded_at": at, "is_late": False,
    }  # fmt: skip
    offers = [
        {
            **whose, "decision_id": customer, "product_code": product, "place": place, "made_at": at,
            "is_control": number % 10 == 0, "card": drawn.choice((None, "REN1", "TRG2")),
            "triggers": [drawn.choice(TRIGGERS)], "segment": drawn.choice(SEGMENTS), "offered_on": at.date(),
        }
        for place, product in enumerate(drawn.sample(PRODUCTS, 3))
    ]  # fmt: skip
    return {
        "audit": [{**done, "action": action} for action in ("open", "decision")],
        "decision": [{**by, "decision_id": customer, "made_at": at, **kept}],
        "offer": offers,
        "outcome": [talk] * (number % 2),
    }
