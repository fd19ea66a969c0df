"""Renders `docs/trust.md`: each rule and fault beside its tests. `python -m tests.house.trust` writes it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.house import rules

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "trust.md"
LISTED = tomllib.loads(Path(__file__).with_name("trust.toml").read_text(encoding="utf-8"))
FAMILIES = re.compile(r"test_(?:f\d+|(?:pipl|jrt|asvs|gdpr|mlps|owasp|soc2)[a-z0-9]*)(?:_|$)")

HEAD = """# Trust: what can go wrong, and what holds it

Made by `python -m tests.house.trust` from `tests/house/trust.toml` and the names of the tests; do not edit.
A rule or a fault is held by the tests whose names begin with its code. `make test` runs the short ones every
time, `make proof` those that take longer.

**Measured** is what stands under a code: behaviour through the doors that people and machines use, on both
desk stores where one is involved, in Chromium and WebKit where a screen is. **Not measured** are a real iPad,
a power cut (processes are killed, and that a commit waits for the disk is tested) and a bank's own identity
provider and network. Whether a law is met is for the bank's compliance to say: the sentences here are what
the software does. Beside it: [threats](trust/threats.md), [impact assessment](trust/impact.md).
"""
FIGURES = """
## figures

| what | measured | command |
|---|---|---|
"""
OUTSIDE = """
## outside

What software on a server cannot hold alone.

| code | why | who must hold the rest |
|---|---|---|
"""


@dataclass(frozen=True)
class Proof:
    """A test that holds something, and whether only `make proof` runs it."""

    name: str
    path: str
    is_long: bool


def listed_codes() -> list[str]:
    """Every code of a rule and of a fault, in the order of the list."""
    return [*LISTED["rule"], *LISTED["fault"]]


def codes_of(name: str, codes: Collection[str]) -> list[str]:
    """The codes with which a test's name begins."""
    rest, found = name.removeprefix("test_") + "_", []
    while begins := [code for code in codes if rest.startswith(f"{code}_")]:
        found.append(max(begins, key=len))
        rest = rest.removeprefix(f"{found[-1]}_")
    return found


def proofs_in(path: str, source: str) -> Iterator[Proof]:
    """Every test of a file."""
    is_long = any(
        "mark.proof" in ast.unparse(node.value)
        for node in rules.parsed(source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
    )
    for function in rules.functions_of(source):
        if function.name.startswith("test_"):
            marks = [ast.unparse(mark) for mark in function.decorator_list]
            yield Proof(function.name, path, is_long or "pytest.mark.proof" in marks)


def all_proofs() -> list[Proof]:
    """Every test of the project."""
    return [
        proof
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for proof in proofs_in(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]


def held(proofs: Iterable[Proof], codes: Collection[str]) -> dict[str, list[Proof]]:
    """Every code with its tests."""
    found: dict[str, list[Proof]] = {code: [] for code in codes}
    for proof in proofs:
        for code in codes_of(proof.name, codes):
            found[code].append(proof)
    return found


def unknown_codes(proofs: Iterable[Proof], codes: Collection[str]) -> list[str]:
    """The tests named after a rule or fault that no list has."""
    return [proof.name for proof in proofs if FAMILIES.match(proof.name) and not codes_of(proof.name, codes)]


def document(found: Mapping[str, list[Proof]]) -> str:
    """The text of docs/trust.md."""
    lines = HEAD.splitlines()
    heads = {"rule": "## rules", "fault": "## faults"}
    for kind, told in LISTED.items():
        if kind not in heads:
            continue
        lines += ["", heads[kind], "", f"| {kind} | | `make test` | `make proof` |", "|---|---|---|---|"]
        lines += [row(code, text, found[code]) for code, text in told.items()]
    return "\n".join([*lines, *figures(), *OUTSIDE.splitlines(), *outside_rows()]) + "\n"


def row(code: str, told: str | Mapping[str, str], proofs: Iterable[Proof]) -> str:
    """One rule or fault with its tests, each in the column of what runs it."""
    text = told if isinstance(told, str) else f"**{told['of']}.** {told['holds']}"
    cells = [
        "<br>".join(f"[{proof.name}](../{proof.path})" for proof in proofs if proof.is_long is is_long)
        for is_long in (False, True)
    ]
    return f"| `{code}` | {text} | {cells[0]} | {cells[1]} |"


def figures() -> Iterator[str]:
    """What was measured, each with the command that measures it again."""
    yield from FIGURES.splitlines()
    for one in LISTED["figure"]:
        yield f"| {one['what']} | {one['measured']} | `{one['command']}` |"


def outside_rows() -> Iterator[str]:
    """One line for each fault of which a part must be held elsewhere."""
    told: Mapping[str, Any] = LISTED["outside"]
    yield from (f"| `{code}` | {one['why']} | outside: {one['who']} |" for code, one in told.items())


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(document(held(all_proofs(), listed_codes())), encoding="utf-8")


if __name__ == "__main__":
    main()
