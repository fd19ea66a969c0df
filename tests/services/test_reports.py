"""A datum reported as wrong: who may report, who sees it, and what the desk store keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from lobby.data import desk_reports
from lobby.data.desk import Happening
from lobby.domain.errors import AccessRefused, QueryError
from lobby.domain.reports import Report
from lobby.domain.viewer import Viewer
from lobby.services.reports import add_note, handle, open_reports, report
from lobby.services.rows import rows_behind
from lobby.services.sources import Sources
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores
NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def reported(sources: Sources, viewer: Viewer, customer_id: str = "c01") -> tuple[str, str]:
    """A report about the time deposits: its number, and the visit's."""
    visit = open_customer(sources, viewer, customer_id, reason="asked for")
    return report(sources, viewer, visit, "asset:time_deposit"), visit.visit_id


def test_a_report_names_the_figure_and_the_day_and_stands_in_the_audit(
    sources: Sources, signed_in: SignIn
) -> None:
    report_id, visit_id = reported(sources, signed_in("s1"))
    assert open_reports(sources, signed_in("s3")) == (
        Report(
            report_id, NINE, "s1", "b1", "c01", visit_id, "asset:time_deposit", date(2026, 11, 20),
        ),
    )  # fmt: skip
    (row,) = sources.desk.audited(1, action="report")
    assert (row["customer_id"], row["visit_id"], row["details"]) == (
        "c01",
        visit_id,
        {"figure": "asset:time_deposit"},
    )


def test_what_is_wrong_may_be_added_by_who_reported_it_only(sources: Sources, signed_in: SignIn) -> None:
    report_id, _ = reported(sources, signed_in("s1"))
    add_note(sources, signed_in("s1"), report_id, "outdated")
    assert [one.note for one in open_reports(sources, signed_in("s3"))] == ["outdated"]
    with pytest.raises(AccessRefused) as refused:
        add_note(sources, signed_in("s2"), report_id, "amount")
    assert refused.value.code == "unknown_report"


def test_a_handled_report_leaves_the_list(sources: Sources, signed_in: SignIn) -> None:
    first, _ = reported(sources, signed_in("s1"))
    second, _ = reported(sources, signed_in("s1"))
    handle(sources, signed_in("s3"), first)
    assert [one.report_id for one in open_reports(sources, signed_in("s3"))] == [second]
    assert sources.desk.audited(1)[0]["action"] == "handled"
    with pytest.raises(AccessRefused) as refused:
        handle(sources, signed_in("s3"), first)
    assert refused.value.code == "unknown_report"


def test_a_second_tap_is_the_same_report(sources: Sources, signed_in: SignIn) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    first, again = (report(sources, signed_in("s1"), visit, "aum") for _ in range(2))
    assert first == again
    assert len(open_reports(sources, signed_in("s3"))) == 1
    assert len(sources.desk.audited(9, action="report")) == 1
    handle(sources, signed_in("s3"), first)
    assert report(sources, signed_in("s1"), visit, "aum") != first


def test_two_who_handle_a_report_at_once_are_one(sources: Sources, signed_in: SignIn) -> None:
    report_id, _ = reported(sources, signed_in("s1"))
    happening = Happening(signed_in("s3"), "handled", customer_id="c01")
    assert desk_reports.handle(sources.desk, report_id, happening)
    assert not desk_reports.handle(sources.desk, report_id, happening)
    assert len(sources.desk.audited(9, action="handled")) == 1


@pytest.mark.parametrize("figure", ["event:outflow_to_bank", "paid_by:1", "gone", "made"])
def test_the_auditor_reads_no_report_on_what_only_advisers_see(
    sources: Sources, signed_in: SignIn, figure: str
) -> None:
    visit = open_customer(sources, signed_in("s2"), "c01")
    report(sources, signed_in("s2"), visit, figure)
    report(sources, signed_in("s2"), visit, "event:idle_balance")
    assert [one.figure for one in open_reports(sources, signed_in("s7"))] == ["event:idle_balance"]
    assert figure in [one.figure for one in open_reports(sources, signed_in("s3"))]


def test_a_manager_sees_the_own_branch_and_the_auditor_all(sources: Sources, signed_in: SignIn) -> None:
    reported(sources, signed_in("s4"), "c03")
    assert open_reports(sources, signed_in("s3")) == ()
    assert [one.branch_id for one in open_reports(sources, signed_in("s7"))] == ["b2"]


@pytest.mark.parametrize("staff_id", ["s1", "s2", "s5", "s6"])
def test_no_other_role_sees_or_handles_reports(sources: Sources, signed_in: SignIn, staff_id: str) -> None:
    report_id, _ = reported(sources, signed_in("s1"))
    for ask in (
        lambda: open_reports(sources, signed_in(staff_id)),
        lambda: handle(sources, signed_in(staff_id), report_id),
    ):
        with pytest.raises(AccessRefused) as refused:
            ask()
        assert refused.value.code == "not_for_role"


def test_a_figure_that_does_not_exist_is_not_reported(sources: Sources, signed_in: SignIn) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    with pytest.raises(QueryError):
        report(sources, signed_in("s1"), visit, "castle:north")
    assert sources.desk.audited(1, action="report") == ()


@pytest.mark.parametrize(
    ("figure", "source"),
    [("asset:time_deposit", "balance"), ("maturing_30d", "balance"), ("method:cash", "transaction")],
)
def test_a_number_names_its_day_and_the_feeds_table(
    sources: Sources, signed_in: SignIn, figure: str, source: str
) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    behind = rows_behind(sources, signed_in("s1"), visit, figure)
    assert (behind.on, behind.source) == (date(2026, 11, 20), source)
