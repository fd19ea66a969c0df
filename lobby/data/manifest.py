"""The manifest of a published version: what it was made of, and how to tell that it is whole."""

from __future__ import annotations

import hmac
import json
import logging
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from lobby.data.home import Home, write_json
from lobby.domain.errors import BuildError
from lobby.domain.signing import signature

log = logging.getLogger(__name__)

# Of the columns that a portrait and its rows have: a test says what it must be when they change.
SCHEMA_VERSION = "fe1b778f"
SIGNATURE = "signature"
KEY_BYTES = 32


@dataclass(frozen=True)
class FileMark:
    """Size in bytes and SHA-256 of a published file."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a reader must know of a version before opening it; `counts` are rows loaded by feed table."""

    version: str
    business_date: date
    built_at: datetime
    schema_version: str
    duckdb_version: str
    catalog: str
    bank: str
    currency: str
    timezone: str
    country: str
    demo: bool
    clock: str
    consent_default: str
    counts: Mapping[str, int]
    count_customers: int
    count_set_aside: int
    not_supplied: tuple[str, ...]
    checks: tuple[Mapping[str, Any], ...]
    options: Mapping[str, Any]
    files: Mapping[str, FileMark]
    seconds: Mapping[str, float] = field(default_factory=dict)
    cpu_seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Names this very version and its content, for cache keys."""
        portrait = self.files.get("portrait")
        return f"{self.version}-{portrait.sha256[:12] if portrait else 'none'}"


def mark(path: Path) -> FileMark:
    """The size and SHA-256 of a file."""
    with path.open("rb") as file:
        return FileMark(path.stat().st_size, file_digest(file, "sha256").hexdigest())


def write_manifest(home: Home, manifest: Manifest) -> None:
    """Write the manifest under its version's name, signed with the installation's own key."""
    told = json.loads(json.dumps(asdict(manifest), default=str))
    write_json(home.manifest(manifest.version), {**told, SIGNATURE: signature_of(made_key(home), told)})


def made_key(home: Home) -> str:
    """The installation's key, made by the first build; readable by Lobby's user only."""
    home.path.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        handle = os.open(home.signing_key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
    return home.signing_key.read_text(encoding="ascii")


def signature_of(key: str, told: Mapping[str, Any]) -> str:
    """The signature of everything a manifest says, and so of the hashes of its files."""
    return signature(key, json.dumps(told, sort_keys=True, separators=(",", ":")))


def check_signature(home: Home, version: str, raw: Mapping[str, Any]) -> None:
    """Refuse what this installation did not sign: a file of a database can do as much as a program."""
    told = {name: value for name, value in raw.items() if name != SIGNATURE}
    try:
        key = home.signing_key.read_text(encoding="ascii")
    except OSError:
        key = ""
    if not key or not hmac.compare_digest(signature_of(key, told), str(raw.get(SIGNATURE))):
        raise BuildError(
            "portrait_foreign",
            f"The portrait {version} was not signed with this installation's key.",
            "Run lobby build again; the last good version keeps serving.",
            version=version,
        )


def read_manifest(home: Home, version: str) -> Manifest:
    """The manifest of `version`; BuildError when it is missing, unreadable, foreign or of another schema."""
    try:
        raw = json.loads(home.manifest(version).read_text(encoding="utf-8"))
        found = str(raw["schema_version"])
        if found != SCHEMA_VERSION:
            raise BuildError(
                "portrait_schema",
                f"The portrait {version} has schema {found}, this program reads {SCHEMA_VERSION}.",
                "Run lobby build again.",
                version=version,
            )
        check_signature(home, version, raw)
        return from_json(raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuildError(
            "manifest_unreadable",
            f"The manifest of {version} cannot be read ({type(error).__name__}).",
            "Run lobby build again.",
            version=version,
        ) from error


def read_served(home: Home) -> Manifest | None:
    """The manifest of the version being served; None when there is none or it cannot be read."""
    version = home.current_version()
    try:
        return None if version is None else read_manifest(home, version)
    except BuildError as unreadable:
        log.warning("not_compared", extra={"table": "portrait", "code": unreadable.code})
        return None


def from_json(raw: Mapping[str, Any]) -> Manifest:
    values = {name: value for name, value in raw.items() if name != SIGNATURE}
    values["business_date"] = date.fromisoformat(raw["business_date"])
    values["built_at"] = datetime.fromisoformat(raw["built_at"])
    values["not_supplied"] = tuple(raw["not_supplied"])
    values["checks"] = tuple(raw["checks"])
    values["files"] = {name: FileMark(**file) for name, file in raw["files"].items()}
    return Manifest(**values)
