"""Processes that record outcomes from several threads until each is killed with -9 at a random moment.

Run as `python -m tests.under_load HOME BANK KILLS SEED [URL]`; prints every outcome that was acknowledged.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from lobby.data.catalog import load_catalog
from lobby.data.desk import open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.catalogue import Catalog
from lobby.domain.outcomes import Entry, Subject
from lobby.services.outcomes import record_outcome
from lobby.services.sources import Sources
from lobby.services.staff import viewer
from lobby.services.visits import open_customer

THREADS = 4
MOST = 40
MOMENT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def serve(home: Path, bank: Path, url: str | None, catalog: Catalog, device: str, told: int) -> None:
    """Record outcomes for ever; what the desk store acknowledged is said into the pipe `told`."""
    desk = open_desk(home, lambda: MOMENT, url=url)
    sources = Sources(Warehouse(bank), desk, catalog, Settings(home=bank), desk.stamp)
    staff = viewer(sources, "s1", device)
    visit = open_customer(sources, staff, "c01")

    def record() -> None:
        while True:
            entry = Entry(uuid4().hex, "c01", Subject("product", "dep_cd"), "interested")
            record_outcome(sources, staff, visit, entry, sources.now())
            os.write(told, f"{entry.outcome_id}\n".encode())

    threads = [threading.Thread(target=record) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def kill_one(home: Path, bank: Path, url: str | None, catalog: Catalog, device: str, after: int) -> list[str]:
    """Begin such a process, kill it once it acknowledged `after` outcomes, and return all it acknowledged."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        serve(home, bank, url, catalog, device, told)
    os.close(told)
    with os.fdopen(heard) as lines:
        acknowledged = [lines.readline().strip() for _ in range(after)]
        os.kill(child, signal.SIGKILL)
        acknowledged += [line.strip() for line in lines]
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL or "" in acknowledged:
        raise RuntimeError("the process ended by itself")
    return acknowledged


def main(home: str, bank: str, kills: str, seed: str, url: str | None = None) -> None:
    catalog, chance = load_catalog(), random.Random(seed)
    for number in range(int(kills)):
        after = chance.randint(1, MOST)
        for key in kill_one(Path(home), Path(bank), url, catalog, f"ipad-{number}", after):
            print(key)


if __name__ == "__main__":
    main(*sys.argv[1:])
