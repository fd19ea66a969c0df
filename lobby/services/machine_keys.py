"""The keys of machines as they stand: their file is read again once it changed; when each was last used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from lobby.data.desk_nonces import last_used
from lobby.data.settings import Settings
from lobby.domain.signing import ApiKey
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources


@dataclass(frozen=True)
class KeyUse:
    """One key without its secret: of which branches it speaks, and when it last did, in the bank's time."""

    key_id: str
    branches: tuple[str, ...]
    used_at: datetime | None


def machine_keys(sources: Sources) -> Mapping[str, ApiKey]:
    """The keys by their id; SettingsError where the file is gone or malformed: then none is taken."""
    file = sources.settings.api_keys_file
    return keys_of(sources.settings, None if file is None else state_of(file))


@lru_cache(maxsize=4)
def keys_of(settings: Settings, state: tuple[int, int, int] | None) -> Mapping[str, ApiKey]:
    """The keys of the settings, read once while the file is in this state."""
    del state
    return settings.machine_keys()


def state_of(file: Path) -> tuple[int, int, int] | None:
    """Another value after every change of the file, None where it cannot be looked at."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


@for_viewer
def key_uses(sources: Sources, viewer: Viewer) -> tuple[KeyUse, ...]:
    """Every key that is taken, and when: a key that nobody uses any more can go."""
    keys = machine_keys(sources)
    used = last_used(sources.desk, keys)
    return tuple(
        KeyUse(
            key_id=key.key_id,
            branches=tuple(sorted(key.branches)),
            used_at=sources.bank_time(used[key.key_id]) if key.key_id in used else None,
        )
        for key in sorted(keys.values(), key=lambda one: one.key_id)
    )
