"""The checks of what is kept: the desk store, its backups, the portrait, the catalogue."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from lobby.data import desk_check
from lobby.data.desk import open_desk
from lobby.data.desk_opening import BUSY_SECONDS
from lobby.data.home import Home
from lobby.data.manifest import read_manifest
from lobby.data.portrait_files import verify
from lobby.domain.errors import BuildError
from lobby.services import data_page, readiness
from lobby.services.doctor import Check, Finding, Patient
from lobby.services.doctor_machine import clock, disk, files, programs, secrets, volume
from lobby.services.doctor_way import outside, way_in

OLDEST_BACKUP = timedelta(days=1)
FAILED = ("stopped", "failed")


def settings(patient: Patient) -> Finding:
    """Every setting can be read."""
    told = patient.settings
    keys = told.machine_keys()
    for read in (told.desk_address, told.hashing_key, told.metrics_secret):
        read()
    return Finding("ok", f"Every setting can be read; keys of machines: {len(keys)}.")


def sign_in(patient: Patient) -> Finding:
    """Staff sign in at the bank's identity provider; an invented bank does without."""
    provider = patient.settings.provider(f"http://{patient.host}:{patient.settings.port}")
    if provider is not None:
        return Finding("ok", f"Staff sign in at {provider.issuer}.")
    home = Home(patient.home)
    version = home.current_version()
    if version is None or read_manifest(home, version).demo:
        return Finding("ok", "The bank is invented, or there is none yet: staff choose who they are.")
    return Finding("fail", "Nobody can sign in: there is no identity provider.", "Set LOBBY_OIDC_ISSUER.")


def catalogue(patient: Patient) -> Finding:
    """Products, rules, conversations and the bank's numbers can be read."""
    found = patient.catalog()
    return Finding("ok", f"The catalogue can be read: {len(found.products)} products.")


def portrait(patient: Patient) -> Finding:
    """What is served is what was published, to the last byte."""
    home = Home(patient.home)
    version = home.current_version()
    if version is None:
        return Finding("fail", "No portrait is served.", "Run lobby build --feed DIR.")
    try:
        verify(home, version)
    except BuildError as fault:
        return Finding("fail", fault.message, fault.hint)
    manifest = read_manifest(home, version)
    if data_page.read_last_build(home).get("state") in FAILED:
        return Finding("warn", "The last build published nothing.", "Run lobby check-feed DIR.")
    return Finding("ok", f"{version} is whole: {manifest.count_customers} customers.")


def schema(patient: Patient) -> Finding:
    """The desk store is of this Lobby."""
    if not desk_check.is_made(patient.home, patient.settings.desk_address()):
        return Finding("ok", "There is no desk store yet: the first server makes it.")
    found = desk_check.look(patient.home, patient.settings.desk_address())
    if found.is_newest:
        return Finding("ok", f"The desk store has schema {found.schema}.")
    return Finding(
        "warn", f"The desk store has schema {found.schema}.", "The next server that starts upgrades it."
    )


def whole(patient: Patient) -> Finding:
    """Every page and every index of the desk store's file is whole."""
    if patient.settings.desk_address() is not None:
        return Finding("ok", "The desk store is in PostgreSQL, which its operator watches.")
    if not desk_check.is_made(patient.home, None):
        return Finding("ok", "There is no desk store yet.")
    desk_check.check_whole(patient.home, patient.settings.backups, is_full=True)
    return Finding("ok", "The desk store's file is whole.")


def writable(patient: Patient) -> Finding:
    """What people do can be written down."""
    address = patient.settings.desk_address()
    if not desk_check.is_made(patient.home, address) or not desk_check.look(patient.home, address).is_newest:
        return Finding("ok", "Not tried: the first server makes or upgrades the desk store.")
    desk = open_desk(patient.home, lambda: patient.now, BUSY_SECONDS, address)
    try:
        late = readiness.clock_behind(desk)
        if not readiness.is_writable(desk):
            return Finding("fail", "The desk store takes no writes.", "Free its disk, or see who holds it.")
    finally:
        desk.close()
    if late > patient.policy.clock_behind_seconds:
        return Finding("fail", f"The audit has rows {late:.0f} seconds later than now.", "Set the clock.")
    return Finding("ok", "The desk store takes writes, and none is later than now.")


def backups(patient: Patient) -> Finding:
    """There is a backup, not too old, that knows no more than the desk store does."""
    folder = patient.settings.backups
    if folder is None:
        return Finding(
            "warn", "LOBBY_BACKUPS names no folder.", "Name one on another disk; lobby backup nightly."
        )
    newest = desk_check.newest_backup(folder)
    if newest is None:
        return Finding("fail", f"There is no backup in {folder}.", "Run lobby backup.")
    made = datetime.fromtimestamp(newest.stat().st_mtime, patient.now.tzinfo)
    if patient.now - made > OLDEST_BACKUP:
        return Finding("fail", f"The newest backup is of {made:%Y-%m-%d %H:%M} UTC.", "Run lobby backup.")
    return missing_after(patient, newest.name, desk_check.last_saved(newest)) or Finding(
        "ok", f"The newest backup is of {made:%Y-%m-%d %H:%M} UTC."
    )


def copy(patient: Patient) -> Finding:
    """What was sent outside of the audit is in the desk store too."""
    sink = patient.settings.audit_sink
    if sink is None:
        return Finding("warn", "The audit is sent nowhere outside.", "Set LOBBY_AUDIT_SINK.")
    if "://" in sink:
        return Finding("ok", "The audit is sent to a log server: hold its file against the desk store there.")
    return missing_after(patient, sink, desk_check.last_shipped(Path(sink))) or Finding(
        "ok", f"Every row in {sink} is in the desk store."
    )


def missing_after(patient: Patient, where: str, sequence: int) -> Finding | None:
    """Says so where `where` has rows that the desk store lost: a log left behind in copying, an old file."""
    found = desk_check.look(patient.home, patient.settings.desk_address())
    if found.sequence >= sequence:
        return None
    return Finding(
        "fail",
        f"The desk store ends with row {found.sequence} of the audit; {where} has them until {sequence}.",
        "Put the newest backup back (lobby restore); lobby audit verify --against names each missing row.",
    )


CHECKS: dict[str, Check] = {
    "settings": settings,
    "secrets": secrets,
    "sign-in": sign_in,
    "files": files,
    "volume": volume,
    "way in": way_in,
    "outside": outside,
    "clock": clock,
    "disk": disk,
    "programs": programs,
    "catalogue": catalogue,
    "portrait": portrait,
    "desk schema": schema,
    "desk file": whole,
    "desk writes": writable,
    "backups": backups,
    "audit copy": copy,
}
