"""F57: what is installed is pinned by hash, listed with its licence, and asked for known holes."""

import json
from email.message import Message
from importlib.metadata import version

import pytest

from tests.house import supply
from tests.house.document_rules import pinned_without_hash
from tests.house.vulnerabilities import verdict

MADE_BY = "python -m tests.house.supply"
SERVED = supply.pinned(supply.TO_SERVE.read_text(encoding="utf-8"))
TESTED = supply.pinned(supply.TO_TEST.read_text(encoding="utf-8"))
GOOD = {"name": "rich", "version": "15.0.0", "vulns": []}
BAD = {"name": "rich", "version": "15.0.0", "vulns": [{"id": "PYSEC-1"}]}
SKIPPED = {"name": "rich", "skip_reason": "not found"}


def test_f57_every_line_of_the_locks_is_pinned_by_hash_and_what_is_installed_is_what_they_pin() -> None:
    for lock in (supply.TO_SERVE, supply.TO_TEST):
        assert pinned_without_hash(lock.read_text(encoding="utf-8")) == []
    assert [(name, version(name)) for name, _ in TESTED] == TESTED
    assert set(SERVED) <= set(TESTED)


def test_f57_every_licence_is_one_of_those_we_use() -> None:
    found = {package.name: package.licence for package in supply.packages(supply.TO_TEST)}
    assert {name: told for name, told in found.items() if not supply.is_allowed(told)} == {}


def test_f57_the_list_of_licences_is_up_to_date() -> None:
    assert supply.LICENCES.read_text(encoding="utf-8") == supply.licences(), MADE_BY


def test_f57_the_bill_of_materials_names_what_the_lock_pins_and_nothing_else() -> None:
    text = supply.SBOM.read_text(encoding="utf-8")
    assert text == supply.sbom(), MADE_BY
    assert [(part["name"], part["version"]) for part in json.loads(text)["components"]] == SERVED


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"License-Expression": "MIT", "License": "BSD"}, "MIT"),
        ({"License": "3-Clause BSD License"}, "BSD-3-Clause"),
        ({"License": "Somebody's own"}, "Somebody's own"),
        (
            {"License": "Copyright\nand all that", "Classifier": "License :: OSI Approved :: MIT License"},
            "MIT",
        ),
        ({}, ""),
    ],
)
def test_a_licence_is_read_from_wherever_a_package_names_it(told: dict[str, str], name: str) -> None:
    message = Message()
    for key, value in told.items():
        message[key] = value
    assert supply.licence(message) == name  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "AGPL-3.0-only", "MIT AND GPL-3.0-only", "Proprietary"])
def test_another_licence_is_caught(name: str) -> None:
    assert not supply.is_allowed(name)
    assert supply.is_allowed("MIT AND PSF-2.0")


@pytest.mark.parametrize(
    ("reports", "code", "said"),
    [
        ([[GOOD]], 0, "1 packages, no known vulnerability."),
        ([[BAD]], 1, "Known vulnerabilities:\nrich 15.0.0: PYSEC-1"),
        ([[GOOD], [BAD]], 1, "Known vulnerabilities:\nrich 15.0.0: PYSEC-1"),
        ([[SKIPPED], [GOOD]], 0, "1 packages, no known vulnerability."),
        (
            [[GOOD, {**SKIPPED, "name": "typer"}]],
            0,
            "1 packages, no known vulnerability. Not audited: typer.",
        ),
        ([[SKIPPED]], 0, "No database of vulnerabilities answered: NOTHING WAS AUDITED."),
        ([None], 0, "No database of vulnerabilities answered: NOTHING WAS AUDITED."),
    ],
)
def test_f57_a_known_hole_is_red_and_what_nobody_answered_for_is_not_called_good(
    reports: list[list[object] | None], code: int, said: str
) -> None:
    written = ["" if one is None else json.dumps({"dependencies": one}) for one in reports]
    assert verdict(written) == (code, said)
