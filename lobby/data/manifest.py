"""The manifest of a published version: what it was made of, and how to tell that it is whole."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from lobby.data.home import Home, write_json
from lobby.domain.errors import BuildError

log = logging.getLogger(__name__)

# Of the columns that a portrait and its rows have: a test says what it must be when they change.
SCHEMA_VERSION = "fe1b778f"


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


def write_manifest(path: Path, manifest: Manifest) -> None:
    write_json(path, asdict(manifest))


def read_manifest(home: Home, version: str) -> Manifest:
    """The manifest of `version`; BuildError when it is missing, unreadable or of another schema."""
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
    values = dict(raw)
    values["business_date"] = date.fromisoformat(raw["business_date"])
    values["built_at"] = datetime.fromisoformat(raw["built_at"])
    values["not_supplied"] = tuple(raw["not_supplied"])
    values["checks"] = tuple(raw["checks"])
    values["files"] = {name: FileMark(**file) for name, file in raw["files"].items()}
    return Manifest(**values)
