"""What stands well with this installation and what does not: each check says one line, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from lobby.data.settings import Settings
from lobby.domain.catalogue import Catalog
from lobby.domain.errors import LobbyError
from lobby.domain.policy import Policy

State = Literal["ok", "warn", "fail"]
FEW = 3


@dataclass(frozen=True)
class Finding:
    """What a check found, and with `warn` or `fail` what to do."""

    state: State
    said: str
    hint: str = ""


@dataclass(frozen=True)
class Patient:
    """What is looked at: an installation by its settings, at this moment.

    `catalog` is read when a check asks for it; `host`: where it listens; `url`: where browsers reach it;
    `storage_encrypts`: the operator says that what lies below the disk encrypts it.
    """

    settings: Settings
    catalog: Callable[[], Catalog]
    host: str
    now: datetime
    url: str | None = None
    storage_encrypts: bool = False

    @property
    def policy(self) -> Policy:
        return self.catalog().policy

    @property
    def home(self) -> Path:
        return self.settings.home


Check = Callable[[Patient], Finding]


def examine(patient: Patient, checks: Mapping[str, Check]) -> dict[str, Finding]:
    """Every check by its name; one that cannot even be made has failed."""
    return {name: made(check, patient) for name, check in checks.items()}


def made(check: Check, patient: Patient) -> Finding:
    try:
        return check(patient)
    except LobbyError as error:
        return Finding("fail", f"{error.code}: {error.message}", error.hint)
    except OSError as error:
        return Finding(
            "fail", f"It cannot be looked at ({type(error).__name__}).", "Run this as Lobby's user."
        )


def some(names: list[str]) -> str:
    """The first few of many."""
    more = len(names) - FEW
    return ", ".join(names[:FEW]) + (f" and {more} more" if more > 0 else "")
