"""The queries of the checkout keep the house rules; each rule is shown to bite in test_sql_rules.py."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlglot

from tests.house import rules, sql_rules

QUERIES = Path(__file__).parents[2] / "queries"
FILES = sorted(path.relative_to(QUERIES).as_posix() for path in QUERIES.rglob("*.sql"))
PORTABLE = [
    path
    for path in FILES
    if path.split("/")[0] in ("staging", "marts", "events", "risk") or "portrait" in path
]

# A query that may be longer than 80 lines: its limit and why it is not better in two.
LONGER_QUERIES: dict[str, tuple[int, str]] = {}


def text(path: str) -> str:
    return (QUERIES / path).read_text(encoding="utf-8")


def faults_of(rule: Callable[[str], list[str]], paths: list[str]) -> str:
    """One line per fault, so that a failing test lists them all."""
    return "\n".join(f"{path}: {fault}" for path in paths for fault in rule(text(path)))


def test_every_header_states_grain_parameters_and_scope() -> None:
    folders = {path: Path(path).parent.name for path in FILES}
    assert [
        f"{path}: {fault}" for path in FILES for fault in sql_rules.header_faults(text(path), folders[path])
    ] == []


@pytest.mark.parametrize(
    "rule", [sql_rules.statement_faults, sql_rules.layout_faults, sql_rules.clock_faults]
)
def test_every_query_keeps_the_rule(rule: Callable[[str], list[str]]) -> None:
    assert faults_of(rule, FILES) == ""


def test_queries_are_short() -> None:
    limits = {path: LONGER_QUERIES.get(path, (80, ""))[0] for path in FILES}
    faults = [fault for path in FILES for fault in rules.length_faults(path, text(path), limits[path])]
    assert "\n".join(faults) == ""
    assert set(LONGER_QUERIES) <= {path for path in FILES if rules.count_lines(text(path)) > 80}


def test_staging_renames_and_casts_and_nothing_else() -> None:
    staging = [path for path in FILES if path.startswith("staging/")]
    assert [path for path in staging if not Path(path).name.startswith("stg_")] == []
    assert faults_of(sql_rules.staging_faults, staging) == ""


def test_f37_a_read_of_the_whole_portrait_is_answered_apart() -> None:
    reads = [path for path in FILES if path.startswith("reads/")]
    assert faults_of(sql_rules.load_faults, reads) == ""


def test_events_share_one_contract() -> None:
    assert faults_of(sql_rules.event_faults, [path for path in FILES if path.startswith("events/")]) == ""


def test_risk_flags_share_one_contract() -> None:
    assert faults_of(sql_rules.risk_faults, [path for path in FILES if path.startswith("risk/")]) == ""


def test_what_the_build_runs_stays_in_the_portable_subset() -> None:
    assert faults_of(sql_rules.portability_faults, PORTABLE) == ""
    assert faults_of(sql_rules.customer_scope_faults, PORTABLE) == ""


@pytest.mark.parametrize("path", PORTABLE)
def test_what_the_build_runs_can_be_written_for_spark(path: str) -> None:
    spark = sqlglot.transpile(
        text(path), read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert len(spark) == 1
