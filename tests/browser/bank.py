"""A small sample bank, built once, and a server on it."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOBBY = [sys.executable, "-c", "from lobby.cli import main; main()"]
CUSTOMERS = 2000
SEED = 7
AS_OF = "2026-11-20"
READY_SECONDS = 60


def sample_home(folder: Path, *extra: str) -> Path:
    """A LOBBY_HOME with the sample bank's portrait, `extra` being more for its generator.

    Made by whoever comes first, waited for by the others.
    """
    home = folder / "home"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "current.json").exists():
            feed = folder / "feed"
            make = ["--customers", str(CUSTOMERS), "--seed", str(SEED), "--as-of", AS_OF, "--out", str(feed)]
            make += ["--history", str(home / "history")]
            run([sys.executable, str(ROOT / "sample_data" / "generate.py"), *make, *extra], home)
            run([*LOBBY, "build", "--feed", str(feed)], home)
    return home


def run(command: list[str], home: Path) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[-3:]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")


def environment(home: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LOBBY_", "STREAMLIT_"))
    }
    return kept | {"LOBBY_HOME": str(home)}


def own_home(shared: Path, folder: Path) -> Path:
    """A home with the shared portrait and a desk store of its own."""
    home = folder / "home"
    home.mkdir(parents=True)
    (home / "portraits").symlink_to(shared / "portraits")
    for name in ("current.json", "last_build.json", "signing_key"):
        (home / name).write_bytes((shared / name).read_bytes())
    return home


class Server:
    """`lobby serve` in a process of its own, on a free port of this machine."""

    def __init__(
        self, home: Path, port: int | None = None, hosts: Sequence[str] = (), **settings: str
    ) -> None:
        self.home = home
        self.hosts = hosts
        self.settings = settings
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start, and wait until customers can be looked up."""
        command = [*LOBBY, "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        command += [word for name in self.hosts for word in ("--allow-host", name)]
        self.log = (self.home / "serve.log").open("ab")
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(self.home) | self.settings,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + READY_SECONDS
        while not answers(f"{self.url}/readyz"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.home / "serve.log").read_text())
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()
        self.log.close()

    def stop(self) -> None:
        """End it in good order."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(home: Path, **settings: str) -> Iterator[Server]:
    """A server for the block, with these settings beside its home."""
    server = Server(home, **settings)
    try:
        yield server
    finally:
        server.stop()
