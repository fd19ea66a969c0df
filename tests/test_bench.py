"""The benchmarks run as they are called: in a process of their own, under no permit but theirs."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.bank import ROOT, sample_home

EACH = """
from pathlib import Path
from bench import decisions, reads, results, tablets
home, work = Path({home!r}), Path({work!r})
reads.run({{2000: home}}, work)
decisions.run(home)
results.run(home)
tablets.run(home, counts=(2,), seconds=45)
"""


@pytest.mark.proof
def test_every_benchmark_prints_what_it_measured(tmp_path: Path) -> None:
    home = sample_home(tmp_path / "bank")
    program = EACH.format(home=str(home), work=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for said in (
        "one portrait read",
        "one decision",
        "results of 40,000 customers followed",
        "tablets at once, p50 / p95",
        "CPU of a look-up",
    ):
        assert said in done.stdout
