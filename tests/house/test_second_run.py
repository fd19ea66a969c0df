"""After failed tests `make test` runs files that drive a browser or a proxy once more, and no others."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAKE = """#!/usr/bin/env bash
echo "$*" >> calls
[ "$(wc -l < calls)" -eq 1 ] && exit {first}
exit {second}
"""
FIRST = "-n 2 --dist loadfile"
PAGE, PROXY, ROWS = "tests/browser/test_a.py", "tests/deploy/test_b.py", "tests/data/test_c.py"


@pytest.mark.parametrize(
    ("failed", "first", "second", "code", "calls"),
    [
        ([], 0, 0, 0, [FIRST]),
        ([f"{PAGE}::x[webkit]", f"{PAGE}::y", f"{PROXY}::z"], 1, 0, 0, [FIRST, f"{PAGE} {PROXY}"]),
        ([f"{PAGE}::x"], 1, 1, 1, [FIRST, PAGE]),
        ([f"{PAGE}::x", f"{ROWS}::y"], 1, 0, 1, [FIRST]),
        ([], 1, 0, 1, [FIRST]),
        ([f"{PAGE}::x"], 2, 0, 2, [FIRST]),
    ],
)
def test_a_second_run_is_for_browsers_and_proxies_alone(
    failed: list[str], first: int, second: int, code: int, calls: list[str], tmp_path: Path
) -> None:
    for folder in (".ci", ".venv/bin", ".pytest_cache/v/cache"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "tests", tmp_path / ".ci" / "tests")
    fake = tmp_path / ".venv" / "bin" / "pytest"
    fake.write_text(FAKE.format(first=first, second=second))
    fake.chmod(0o755)
    kept = tmp_path / ".pytest_cache" / "v" / "cache" / "lastfailed"
    kept.write_text(json.dumps(dict.fromkeys(failed, True), indent=2))
    ended = subprocess.run([tmp_path / ".ci" / "tests"], capture_output=True, text=True, check=False)
    assert ended.returncode == code
    assert (tmp_path / "calls").read_text().splitlines() == calls
    assert ("Once more, whole" in ended.stdout) is (len(calls) == 2)
