"""The benchmarks: `--quick` (20,000 customers, 5 minutes) or `--large` (1,000,000 customers, an hour).

Every figure is measured in one run with what it is compared to, and printed as a ratio where it can be.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench import builds, decisions, reads, results, tablets, taps


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="20,000 customers")
    options.add_argument("--large", action="store_true", help="1,000,000 customers, 100,000,000 transactions")
    options.add_argument("--work", type=Path, help="a folder to keep the feeds and portraits in")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        work = asked.work or Path(passing)
        work.mkdir(parents=True, exist_ok=True)
        sizes = [20_000, 1_000_000] if asked.large else [5_000, 20_000]
        builds.run(sizes, 100, work)
        reads.run({customers: work / f"home-{customers}" for customers in sizes}, work)
        decisions.run(work / f"home-{sizes[-1]}")
        results.run(work / f"home-{sizes[-1]}")
        taps.run(work / f"home-{sizes[-1]}")
        if asked.large:
            tablets.run(work / f"home-{sizes[-1]}")
        else:
            tablets.run(work / f"home-{sizes[-1]}", counts=(50,), seconds=45)


if __name__ == "__main__":
    main()
