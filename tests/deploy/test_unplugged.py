"""Nothing that Lobby does needs a network: neither the nightly build nor the server nor any page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.engines import missing

ROOT = Path(__file__).parents[2]
SECONDS = 180
ALONE = (
    ["unshare", "--net", "--map-root-user"],
    ["unshare", "--net"],
)  # as anybody; as the machine's own root


def without_network() -> list[str]:
    """The command that runs another where there is no network; skipped where this machine forbids it."""
    if shutil.which("unshare") is None:
        pytest.skip("unshare is not installed")
    for command in ALONE:
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    pytest.skip("this machine lets nobody make a network of one's own")


def test_f41_f57_a_build_the_server_and_every_page_work_without_a_network_and_ask_for_none(
    tmp_path: Path,
) -> None:
    lacking = missing("chromium")
    if lacking is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"Chromium cannot be driven without {lacking}")
        pytest.skip(f"Chromium cannot be driven without {lacking}")
    command = [*without_network(), sys.executable, "-m", "tests.deploy.unplugged", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "is_counted": True,
        "build": 0,
        "attempts": 0,
        "pages": sorted(path.stem for path in (ROOT / "pages").glob("*.py")),
        "has_icons": True,
        "foreign": [],
        "broken": [],
    }
