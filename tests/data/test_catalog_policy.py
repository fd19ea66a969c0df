"""A bank's own policy file: what it says holds instead of the catalogue's numbers, and faults are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lobby.data.catalog import load_catalog
from lobby.data.settings import Settings
from lobby.domain.errors import CatalogError
from lobby.services.sources import open_sources
from tests.desk_stores import Watch

OURS = load_catalog()


def own(folder: Path, text: str) -> Path:
    file = folder / "bank.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_the_own_file_names_holds_and_everything_else_stays(tmp_path: Path) -> None:
    file = own(tmp_path, "[search]\nopenings_10_minutes = 5\n[staleness]\nstale_block_days = 8\n")
    policy = load_catalog(policy=file).policy
    assert policy == replace(OURS.policy, openings_10_minutes=5, stale_block_days=8)
    assert OURS.policy.openings_10_minutes == 20


def test_another_policy_is_another_version_of_the_catalogue(tmp_path: Path) -> None:
    file = own(tmp_path, "[search]\nopenings_hour = 61\n")
    assert load_catalog(policy=file).fingerprint != OURS.fingerprint
    assert load_catalog(policy=own(tmp_path, "")).policy == OURS.policy
    assert load_catalog().fingerprint == OURS.fingerprint


def test_the_server_takes_the_file_that_the_setting_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = own(tmp_path, "[search]\nopenings_10_minutes = 5\n")
    monkeypatch.setenv("LOBBY_POLICY", str(file))
    sources = open_sources(Settings(home=tmp_path), Watch())
    assert sources.catalog.policy.openings_10_minutes == 5
    sources.close()


@pytest.mark.parametrize(
    ("text", "code", "named", "hint"),
    [
        (
            "[search]\nopenings_10_minute = 5",
            "catalog_name",
            "search: 'openings_10_minute'",
            "'openings_10_minutes'",
        ),
        ("[serch]\nopenings_hour = 5", "catalog_name", "bank.toml: 'group' = 'serch'", "'search'"),
        ("[search]\nopenings_hour = -1", "catalog_value", "bank.toml: search: 'openings_hour'", ""),
        ("[search]\nopenings_hour = '5'", "catalog_value", "bank.toml: search: 'openings_hour'", ""),
        ("openings_hour = 5", "catalog_name", "bank.toml: 'group' = 'openings_hour'", ""),
        ("[search", "catalog_file", "bank.toml is not valid TOML", ""),
    ],
)
def test_a_fault_in_it_is_told_by_file_key_and_nearest_name(
    tmp_path: Path, text: str, code: str, named: str, hint: str
) -> None:
    with pytest.raises(CatalogError) as refused:
        load_catalog(policy=own(tmp_path, text))
    assert refused.value.code == code
    assert named in refused.value.message
    assert hint in (refused.value.hint or "")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as refused:
        load_catalog(policy=tmp_path / "none.toml")
    assert (refused.value.code, str(tmp_path / "none.toml") in refused.value.message) == ("policy_file", True)
