"""Every command as a process of its own: what it reads of the stores it permits itself, and it ends well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer

from lobby.cli import app
from lobby.commands.composition import wall_clock
from lobby.data.settings import Settings
from lobby.domain.continuing import Subject
from lobby.services import exports, sessions
from lobby.services.continuations import start
from lobby.services.customer import customer_view
from lobby.services.sources import open_sources
from lobby.services.staff import viewer
from lobby.services.visits import open_customer
from tests.built import TINY
from tests.commands.processes import Ended, run

BASE = "https://m.bank.example/c/"
KEYS = "queue:the-secret-of-one-run-of-the-tests"  # in the environment, of which the doctor complains
SERVED = "serve"  # ends when it is stopped; tests/browser/bank.py runs it for every test that has a server
BUILD = f"build --feed {TINY} --json"
HANDOFFS = "handoffs --out {folder}/handoffs.csv --as s5 --json"
CONSENTS = "export-consents {folder}/consents --as s5 --json"
DONE, STOPPED = 0, 3
LINES = {  # what is typed after `lobby`, in this order on one home: the exit code, and what must be said
    BUILD: (DONE, '"customers": 12'),
    f"check-feed {TINY} --today 2026-11-20": (DONE, "would be built"),
    "import berka {folder} --out {folder}/feed": (STOPPED, "source_missing"),
    "lint-talks": (DONE, "faults: 0"),
    "status --json": (DONE, '"business_date": "2026-11-20"'),
    "doctor": (STOPPED, "The desk store's file is whole."),
    "find c01 --as s1 --json": (DONE, '"customer_id": "c01"'),
    "show c01 --as s1 --why asked --json": (DONE, '"segment": "elderly_saver"'),
    "explain {decision} --as s7 --json": (DONE, '"is_equal": true'),
    "continuation {reference} --as s5 --json": (DONE, '"code": "mobile_bank"'),
    HANDOFFS: (DONE, '"handoffs": 3'),
    CONSENTS: (DONE, '"erasure": 0'),
    "simulate-day --url http://127.0.0.1:9 --arrivals 1 --branches 1 --speed 1e9": (DONE, "no_answer"),
    "staff list --json": (DONE, '"staff_id": "s1"'),
    "staff add h9 --name 渠道 --role head_office": (DONE, '"role": "head_office"'),
    "staff block s4": (DONE, '"is_blocked": true'),
    "sessions list --json": (DONE, '"staff_id": "s1"'),
    "sessions end --staff s1": (DONE, '"ended": 1'),
    "audit search --as s7 --action reveal --json": (DONE, '"device": "cli"'),
    "audit customer c01 --as s7 --json": (DONE, '"action": "reveal"'),
    "audit seen --as s7 --person s1 --json": (DONE, '"customer_id": "c01"'),
    "audit prune --as s7 --json": (DONE, '"rows": 0'),
    "subject export c01 --as s3 --out {folder}/c01.json": (DONE, '"portrait": 1'),
    "subject erase c11 --as s3 --reason 7 --json": (DONE, '"restricted"'),
    "backup {folder}/desk.sqlite --json": (DONE, '"schema"'),
    "audit verify --against {folder}/desk.sqlite --json": (DONE, '"is_whole": true'),
    "restore {folder}/desk.sqlite --json": (DONE, '"must_restart": false'),
}


def every_command(command: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Each by what is typed for it."""
    family = getattr(command, "commands", None)
    if family is None:
        yield " ".join(path)
        return
    for name, one in family.items():
        yield from every_command(one, (*path, name))


def work(home: Path) -> Mapping[str, str]:
    """People sign in, talk to customers, release what waits to leave: what commands can be asked about."""
    with closing(open_sources(Settings(home=home, continue_url=BASE), wall_clock)) as sources:
        lobby, adviser = (viewer(sources, one, "ipad-1") for one in ("s1", "s2"))
        sessions.begin(sources, lobby)
        visit = open_customer(sources, adviser, "c02")
        decided = customer_view(sources, adviser, visit, sources.now(), "zh_Hans").decision_id
        link = start(sources, adviser, visit, Subject("service", "mobile_bank"))
        other = replace(viewer(sources, "s5", "ipad-1"), staff_id="s55")
        for one in exports.to_release(sources, other):
            exports.release(sources, other, one.number)
    assert decided is not None
    assert link is not None
    return {"decision": decided, "reference": link.address.removeprefix(BASE)}


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Ended]:
    """How each of the lines ended."""
    folder = tmp_path_factory.mktemp("commands")
    settings = {"LOBBY_HOME": str(folder / "home"), "LOBBY_API_KEYS": KEYS}
    asked = {"folder": str(folder)}

    def typed(line: str) -> Ended:
        return run(folder, settings, *line.format(**asked).split())

    found = {BUILD: typed(BUILD)}
    assert [typed(line).code for line in (HANDOFFS, CONSENTS)] == [STOPPED, STOPPED]
    asked |= work(folder / "home")
    return found | {line: typed(line) for line in LINES if line != BUILD}


def test_every_command_is_run_here_or_by_every_test_with_a_server() -> None:
    known = set(every_command(typer.main.get_command(app)))
    assert known == {SERVED, *(next(name for name in known if line.startswith(name)) for line in LINES)}


@pytest.mark.parametrize("line", LINES)
def test_a_command_ends_with_its_code_and_says_what_it_should(line: str, ended: Mapping[str, Ended]) -> None:
    code, must_be_said = LINES[line]
    one = ended[line]
    assert (one.code, must_be_said in one.told + one.said) == (code, True), one.said
    if code == DONE:
        assert must_be_said in one.told
