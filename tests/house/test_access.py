"""Every way into the services stands in the bank's policy, and everything in the policy is a way in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lobby.data import queries
from lobby.data.catalog_access import load_access
from lobby.data.catalog_classes import load_classes
from lobby.domain.revealing import FIELDS
from lobby.domain.sections import every_column

ROOT = Path(__file__).parents[2]
SERVICES = ROOT / "lobby" / "services"
OUTSIDE = ("lobby/ui", "lobby/api", "lobby/commands", "pages")
DECORATORS = ("for_viewer", "for_house")
OPEN_MODULES = {"sources", "permission"}  # what a process is made of, and the gate itself
LET_IN = {"visits.py", "board.py", "informing.py", "lead_claims.py", "subject.py"}  # who admits a customer
NOBODYS = {  # read the catalogue, the settings or the served version's manifest, and no row about anybody
    "continuations.can_continue",
    "data_page.feed_checks",
    "data_page.freshness",
    "machine_keys.machine_keys",
    "associations.associations",
    "outcomes.askable",
    "outcomes.fault_of",
    "products.product_names",
    "results.names",
    "reveal.fault_of",
    "segments.gaps",
    "status.status",
}

COUNTING = {  # people are counted, judged or written for another system, and not shown
    "campaigns.board",
    "campaigns.draft",
    "campaigns.preview",
    "campaigns.take",
    "outbound.write_list",
    "results.results",
    "scenarios.ranking",
}
ASKED_FOR = {  # by a customer's own request, by another system's reference, or in their own words already
    "continuations.redeem",
    "desk_word.desk_word",
    "erasures.answer",
    "erasures.answered_requests",
    "erasures.open_requests",
    "handoffs.export_handoffs",
    "subject.erase",
    "subject.export",
}


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))


def is_let_in(function: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Name) and one.id in DECORATORS for one in function.decorator_list)


def services() -> dict[str, ast.FunctionDef]:
    """Every function of a service that is given the sources, by `module.function`."""
    found = {}
    for path in sorted(SERVICES.glob("*.py")):
        for one in functions(path):
            if (one.args.args and one.args.args[0].arg == "sources") or one.args.posonlyargs:
                found[f"{path.stem}.{one.name}"] = one
    return found


def called(path: Path) -> Iterator[str]:
    """The functions of services that this file names."""
    tree = ast.parse(path.read_text())
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "lobby.services":
            modules |= {one.asname or one.name: one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lobby.services."):
            yield from (f"{str(node.module).rpartition('.')[2]}.{one.name}" for one in node.names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield f"{modules[node.value.id]}.{node.attr}"


def callers() -> Iterator[Path]:
    for folder in OUTSIDE:
        yield from sorted((ROOT / folder).glob("*.py"))
    yield from (ROOT / name for name in ("app.py", "lobby/cli.py", "lobby/server.py"))


def test_f3_asvs_8_2_1_what_is_called_from_outside_is_let_in_by_the_policy() -> None:
    known, seen = services(), set[str]()
    for path in callers():
        seen |= {name for name in called(path) if name in known}
    open_to_all = {name for name in seen if not is_let_in(known[name])}
    assert {name for name in open_to_all if name.partition(".")[0] not in OPEN_MODULES} <= NOBODYS
    assert len(seen) > 100


def test_f3_the_policy_and_the_services_name_the_same_functions() -> None:
    let_in = {name for name, function in services().items() if is_let_in(function)}
    assert let_in | at_work() == set(load_access().entries)
    assert not let_in & at_work()


def at_work() -> set[str]:
    """What the program does by itself without a service."""
    found = [path.read_text() for path in (ROOT / "lobby").rglob("*.py")]
    return {name for text in found for name in re.findall(r'at_work\("([\w.]+)"\)', text)}


def test_f3_a_command_that_opens_the_desk_store_itself_is_in_the_policy() -> None:
    opening = {f"commands.{path.stem}" for path in callers() if "open_desk(" in path.read_text()}
    assert {"commands.audit", "commands.backup"} <= opening <= at_work()


def test_what_reads_about_nobody_reads_about_nobody() -> None:
    """The list above is held to: none of them names the desk store or a read about anybody."""
    about = {name: queries.load(name).about for name in queries.names("reads")}
    for name in NOBODYS:
        text = ast.unparse(services()[name])
        assert ".reading(" not in text, name
        assert ".writing(" not in text, name
        reads = [read for read in about if f"'{read.removeprefix('reads/')}'" in text]
        assert {about[read] for read in reads} <= {"nobody"}, name


def test_f3_every_page_is_in_the_policy_and_no_other() -> None:
    assert set(load_access().pages) == {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert all(load_access().pages.values())


def test_f3_every_read_says_whom_its_rows_tell_of() -> None:
    assert [name for name in queries.names("reads") if queries.load(name).about is None] == []


def test_f3_pipl_6_every_column_of_the_portrait_is_in_one_group_of_the_policy() -> None:
    """A new one is red until somebody says whom it reaches; until then it reaches nobody."""
    assert sorted(load_access().columns) == sorted(every_column())
    assert sorted(load_access().masks) == sorted(FIELDS)
    restricted = {
        column for (table, column), found in load_classes().items() if (table, found) == ("portrait", "C2")
    }
    whole = set(FIELDS) - {"amounts"}
    assert whole <= restricted
    assert all(load_access().masks[field] <= load_access().columns[field] for field in whole)


def test_f3_who_works_with_groups_is_named_people_by_few_services_without_a_reason() -> None:
    """None of these names anybody on a screen, or it is about the one who is asked for by number."""
    reach = {name: entry.reach.get("head_office") for name, entry in load_access().entries.items()}
    assert {name for name, found in reach.items() if found == "bank"} == COUNTING | ASKED_FOR
    stated = {name for name, found in reach.items() if found == "stated"}
    assert stated == {
        "call_list.call_list",
        "data_page.rows_set_aside",
        "explaining.explain",
        "scenarios.members",
        "scenarios.tagged",
        "segments.targeted",
    }
    functions = services()
    taken = {name: [one.arg for one in functions[name].args.args] for name in stated}
    assert [name for name, arguments in taken.items() if "reason" not in arguments] == []


def test_a_permit_is_put_in_force_at_one_place() -> None:
    users = {path.name for path in (ROOT / "lobby").rglob("*.py") if "permits.in_force(" in path.read_text()}
    assert users == {"permission.py"}
    admitting = {
        path.name for path in (ROOT / "lobby").rglob("*.py") if "permits.admit_customer(" in path.read_text()
    }
    assert admitting == LET_IN
