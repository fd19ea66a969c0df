"""Renders `docs/licences.md` and `docs/sbom.json` from the locks and what is installed.

`python -m tests.house.supply` writes both.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LICENCES = ROOT / "docs" / "licences.md"
SBOM = ROOT / "docs" / "sbom.json"
TO_SERVE, TO_TEST = (ROOT / name for name in ("requirements.lock", "requirements-dev.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LONGEST_NAME = 60  # what is longer is a licence's text

# What packages call a licence that has a short name at SPDX.
SPDX = {
    "2-clause BSD": "BSD-2-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD License",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
ALLOWED = frozenset(
    (
        "0BSD",
        "Apache-2.0",
        "BSD License",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "CNRI-Python",
        "ISC",
        "LGPL-3.0-only",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "PSF-2.0",
        "Zlib",
    )
)
HEAD = """# Licences of the packages

Made by `python -m tests.house.supply` from the locks and the packages' own metadata; do not edit. A
licence that `tests/house/supply.py` does not allow is red. Lobby itself is under Apache-2.0. The packages
are installed as they are published and not changed: that is what LGPL-3.0 (psycopg, which can be exchanged
for another build of it) and MPL-2.0 ask for. `BSD License` is one whose package does not say with how many
clauses.

| package | version | licence | to |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Package:
    """A package that a lock pins."""

    name: str
    version: str
    licence: str


def pinned(lock: str) -> list[tuple[str, str]]:
    """The packages of a lock with their versions, by name."""
    return sorted(re.findall(r"^([\w.-]+)==([^\s\\;]+)", lock, re.MULTILINE))


def packages(lock: Path) -> list[Package]:
    """What a lock pins, each with the licence that the installed package names."""
    return [
        Package(name, version, licence(metadata(name)))
        for name, version in pinned(lock.read_text(encoding="utf-8"))
    ]


def licence(told: PackageMetadata) -> str:
    """The licence by its short name: the expression, else the name, else the classifiers."""
    expression, name = (told.get(key) or "" for key in ("License-Expression", "License"))
    if expression:
        return expression
    if name and len(name) <= LONGEST_NAME and "\n" not in name:
        return SPDX.get(name, name)
    kinds = [line.split(" :: ") for line in told.get_all("Classifier") or []]
    return " OR ".join(SPDX.get(kind[-1], kind[-1]) for kind in kinds if kind[0] == "License")


def is_allowed(name: str) -> bool:
    """Is every licence that an expression names one of those we use?"""
    return set(re.split(r" (?:AND|OR) ", name)) <= ALLOWED


def licences() -> str:
    """The text of docs/licences.md."""
    serving = {package.name for package in packages(TO_SERVE)}
    rows = [
        f"| {one.name} | {one.version} | {one.licence} | {'serve' if one.name in serving else 'test'} |"
        for one in packages(TO_TEST)
    ]
    return HEAD + "\n".join(rows) + "\n"


def sbom() -> str:
    """The text of docs/sbom.json: CycloneDX 1.6, what is installed to serve; its hashes are in the lock."""
    parts = [component(package) for package in packages(TO_SERVE)]
    refs = {part["name"]: part["bom-ref"] for part in parts}
    direct = [re.split(r"[<>=\[]", name)[0] for name in PROJECT["dependencies"]]
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": PROJECT["name"],
                "name": PROJECT["name"],
                "version": PROJECT["version"],
                "licenses": [{"license": {"id": PROJECT["license"]}}],
            }
        },
        "components": parts,
        "dependencies": [{"ref": PROJECT["name"], "dependsOn": sorted(refs[name] for name in direct)}],
    }
    return json.dumps(whole, indent=1) + "\n"


def component(package: Package) -> dict[str, Any]:
    """One package of the bill."""
    if " AND " in package.licence or " OR " in package.licence:
        told: dict[str, Any] = {"expression": package.licence}
    else:
        told = {"license": {"name" if " " in package.licence else "id": package.licence}}
    purl = f"pkg:pypi/{package.name}@{package.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "licenses": [told],
        "purl": purl,
    }


def main() -> None:
    """Write both."""
    LICENCES.write_text(licences(), encoding="utf-8")
    SBOM.write_text(sbom(), encoding="utf-8")


if __name__ == "__main__":
    main()
