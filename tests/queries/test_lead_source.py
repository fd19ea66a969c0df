"""What happened is a lead where the catalogue says so; the others are those of the tiny bank's test."""

import json
from datetime import date, timedelta

import duckdb

from tests.portraits import AS_OF, CATALOG

LEADS = sorted(code for code, event in CATALOG.events.items() if event.is_lead)


def test_each_event_that_is_a_lead_stands_among_the_leads_once(sample: duckdb.DuckDBPyConnection) -> None:
    with sample.cursor() as con:
        asked = {"codes": LEADS}
        events = con.execute(
            "select customer_id, event_code, happened_on, amount from rows.event "
            "where list_contains($codes, event_code) order by all",
            asked,
        ).fetchall()
        leads = con.execute(
            "select customer_id, code, happened_on, amount from lead_source "
            "where list_contains($codes, code) order by all",
            asked,
        ).fetchall()
    assert leads == events
    assert {lead[1] for lead in leads} == set(LEADS)


def test_a_possible_scam_is_due_at_once_and_the_rest_while_it_is_news(
    sample: duckdb.DuckDBPyConnection,
) -> None:
    with sample.cursor() as con:
        found: list[tuple[str, date, date]] = con.execute(
            "select code, happened_on, due_on from lead_source where list_contains($codes, code)",
            {"codes": LEADS},
        ).fetchall()
    for code, happened_on, due_on in found:
        assert (due_on == happened_on) if code == "possible_scam" else (due_on >= AS_OF)
        assert due_on <= AS_OF + timedelta(days=30)


def test_what_is_no_lead_stays_away(sample: duckdb.DuckDBPyConnection) -> None:
    with sample.cursor() as con:
        codes = {row[0] for row in con.execute("select distinct code from lead_source").fetchall()}
    assert codes == {
        *LEADS,
        "deposit_maturing",
        "investment_maturing",
        "application_abandoned",
        "calculation_left",
        "ad_clicked",
        "question_asked",
        "rating_expiring",
    }


def test_what_another_channel_hands_over_says_which_and_how_far(sample: duckdb.DuckDBPyConnection) -> None:
    with sample.cursor() as con:
        found = con.execute(
            "select code, facts from lead_source where source = 'handoff' order by all"
        ).fetchall()
    assert {code for code, _ in found} == {
        "application_abandoned",
        "calculation_left",
        "ad_clicked",
        "question_asked",
    }
    begun = [json.loads(facts) for code, facts in found if code == "application_abandoned"]
    assert {one["channel"] for one in begun} <= {"mobile", "web"}
    assert all(one["product_code"] and one["step"] for one in begun)
