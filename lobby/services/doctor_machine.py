"""The checks of the machine: who may read what, the volume, the clock, the disk, the programs."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lobby.data import machine
from lobby.data.home import Home
from lobby.data.manifest import read_served
from lobby.services.doctor import Finding, Patient, some

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
OTHERS = 0o077
OLDEST_SQLITE = (3, 35, 0)  # `returning`, and what a WAL needs to be whole after a power cut


def files(patient: Patient) -> Finding:
    """Whatever lies in LOBBY_HOME is for Lobby's user alone."""
    home = patient.home
    if not home.is_dir():
        return Finding("warn", f"There is no {home} yet.", "Run lobby build.")
    open_to_others = [path for path in (home, *sorted(home.rglob("*"))) if is_open(path)]
    if open_to_others:
        names = some([str(path) for path in open_to_others])
        return Finding("fail", f"Others may read {names}.", f"chmod -R go-rwx {home}")
    return Finding("ok", f"{home} and all in it are for Lobby's user alone.")


def is_open(path: Path) -> bool:
    return not path.is_symlink() and bool(path.stat().st_mode & OTHERS)


def secrets(patient: Patient) -> Finding:
    """Each secret is in a file of its own that nobody else reads, and in no environment."""
    settings = patient.settings
    names = [name.removesuffix("_file") for name in type(settings).model_fields if name.endswith("_file")]
    named = [path for name in names if isinstance(path := getattr(settings, f"{name}_file"), Path)]
    own = patient.home / "cookie_secret"
    readable = [str(path) for path in (*named, own) if path.exists() and is_open(path)]
    if readable:
        return Finding("fail", f"Others may read {some(readable)}.", f"chmod 600 {' '.join(readable)}")
    missing = [str(path) for path in named if not path.is_file()]
    if missing:
        return Finding("fail", f"There is no {some(missing)}.", "Name a file that there is.")
    in_environment = [f"LOBBY_{name.upper()}" for name in names if getattr(settings, name) is not None]
    if in_environment:
        return Finding(
            "warn",
            f"{some(in_environment)} stands in the environment.",
            "Put it into a file of mode 600 and name that in the variable with _FILE at its end.",
        )
    return Finding("ok", "No secret is in the environment, and no file of one is readable by others.")


def volume(patient: Patient) -> Finding:
    """Customers' data are encrypted on the disk."""
    found = machine.encryption_of(patient.home)
    if found == "encrypted":
        return Finding("ok", "LOBBY_HOME lies on dm-crypt.")
    if patient.storage_encrypts:
        return Finding("ok", "You say that what lies below this machine's disk encrypts it.")
    if found == "unknown":
        return Finding(
            "warn",
            "Cannot tell whether the volume of LOBBY_HOME is encrypted: no block device of it is seen here.",
            "See to it where the volume is made; then say --storage-encrypts.",
        )
    return Finding(
        "fail",
        "The volume of LOBBY_HOME is not encrypted by this machine.",
        "Put LOBBY_HOME on LUKS; where the disk or the storage itself encrypts, say --storage-encrypts.",
    )


def clock(patient: Patient) -> Finding:
    """Something keeps the clock right."""
    off = machine.clock_error_seconds()
    hint = "Let chrony, ntpd or systemd-timesyncd keep the clock."
    if off is None:
        return Finding("warn", "Nothing is known to keep this machine's clock.", hint)
    if off > patient.policy.clock_behind_seconds:
        return Finding("warn", f"The clock may be {off:.0f} seconds off.", hint)
    return Finding("ok", f"The clock is kept, to {off:.3f} seconds.")


def disk(patient: Patient) -> Finding:
    """There is room."""
    found, least = machine.disk_of(patient.home), patient.policy.disk_free_share
    said = f"{found.free_share:.0%} of the disk is free, {found.free / 2**30:.1f} GiB."
    return (
        Finding("ok", said)
        if found.free_share >= least
        else Finding("warn", said, "Free some, or add to it.")
    )


def programs(patient: Patient) -> Finding:
    """What runs is what was pinned and tested."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Finding("fail", f"SQLite {sqlite3.sqlite_version} is too old.", "Take a newer Python.")
    drifted = list(drift(LOCK))
    if drifted:
        return Finding("warn", f"Not as pinned: {some(drifted)}.", "make setup")
    served = read_served(Home(patient.home))
    if served is not None and served.duckdb_version != version("duckdb"):
        return Finding(
            "warn", f"The portrait is of DuckDB {served.duckdb_version}.", "Run lobby build again."
        )
    names = {"Python": sys.version.split()[0], "SQLite": sqlite3.sqlite_version}
    names |= {"DuckDB": version("duckdb"), "Streamlit": version("streamlit")}
    return Finding("ok", ", ".join(f"{name} {number}" for name, number in names.items()) + "; all as pinned.")


def drift(lock: Path) -> Iterator[str]:
    """The packages that are missing, or of another version than the lock says."""
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    for name, number in pinned:
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "missing"
        if found != number:
            yield f"{name} {found} instead of {number}"
