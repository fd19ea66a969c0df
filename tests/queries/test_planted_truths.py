"""What the sample bank planted is what the portrait finds, exactly."""

from pathlib import Path

import duckdb
import pytest

KINDS = {"current", "time_deposit", "wealth", "fund", "insurance", "gold", "securities"}
PLANTED = {
    "salary": (
        "select customer_id, salary_day as day, salary_amount as amount from portrait "
        "where salary_day is not null",
        "select customer_id, day, cast(amount as decimal(18, 2)) as amount from truth",
    ),
    "pension": (
        "select customer_id, pension_day as day, pension_amount as amount from portrait "
        "where pension_day is not null",
        "select customer_id, day, cast(amount as decimal(18, 2)) as amount from truth",
    ),
    "maturing_30d": (
        "select customer_id, maturing_30d from portrait where maturing_30d > 0",
        "select customer_id, sum(cast(amount as decimal(18, 2))) from truth group by all",
    ),
    "consent_marketing": (
        "select customer_id, has_marketing_consent from portrait",
        "select customer_id, is_granted from truth",
    ),
    "consent_profiling": (
        "select customer_id, has_profiling_consent from portrait",
        "select customer_id, is_granted from truth",
    ),
    "complaint": (
        "select customer_id from portrait where has_open_complaint",
        "select customer_id from truth where state = 'open'",
    ),
    "social_card": (
        "select customer_id from portrait where has_social_security_card_inactive",
        "select customer_id from truth",
    ),
    "guardian": (
        "select customer_id from portrait where is_guardian",
        "select distinct guardian_id from truth",
    ),
    "abandoned": (
        "select customer_id, e.product_code, cast(e.happened_at as date) from "
        "(select customer_id, unnest(unfinished) as e from portrait) where e.kind = 'application_abandoned'",
        "select customer_id, product_code, abandoned_on from truth where expires_on >= date '2026-11-20'",
    ),
    "liabilities": (
        "select customer_id, kind, balance from (unpivot (select customer_id, "
        "liability_credit_card as credit_card, liability_consumer_loan as consumer_loan, "
        "liability_mortgage as mortgage, "
        "liability_business_loan as business_loan from portrait) on columns(* exclude customer_id) "
        "into name kind value balance)",
        "select customer_id, kind, cast(amount as decimal(18, 2)) from truth",
    ),
    "spent_365d": (
        "select customer_id, e.code, e.amount from "
        "(select customer_id, unnest(spent_by_method_365d) as e from portrait)",
        "select customer_id, payment_method, cast(spent as decimal(18, 2)) from truth",
    ),
    "relation": (
        "select customer_id, kind, coalesce(other_id, organisation_id), step, "
        "case when kind in ('pays', 'paid_by') then count_rows end, amount from rows.relation "
        "where kind not in ('employer', 'referred', 'finance', 'partner')",
        "select customer_id, kind, other_id, step, count_rows, cast(amount as decimal(18, 2)) from truth",
    ),
    "employer": (
        "select customer_id, payer, count(*) over (partition by payer_key) - 1 from rows.relation "
        "where kind = 'employer'",
        "select customer_id, employer, count_colleagues from truth",
    ),
    "household": (
        "select customer_id, address_key from portrait where address_key is not null",
        "select customer_id, address_key from truth where address_key is not null",
    ),
}


@pytest.mark.parametrize("truth", PLANTED)
def test_what_was_planted_is_found(truth: str, sample: duckdb.DuckDBPyConnection, sample_feed: Path) -> None:
    found, planted = PLANTED[truth]
    with sample.cursor() as con:
        con.execute(
            "create or replace temp table truth as "
            f"from read_csv('{sample_feed}/truth/{truth}.csv', types = {{'customer_id': 'varchar'}})"
        )
        expected = set(con.execute(planted).fetchall())
        assert set(con.execute(found).fetchall()) == expected
        assert expected


def test_assets_in_the_banks_own_currency(sample: duckdb.DuckDBPyConnection, sample_feed: Path) -> None:
    with sample.cursor() as con:
        planted = con.execute(
            "select customer_id, kind, cast(amount as decimal(18, 2)) "
            f"from read_csv('{sample_feed}/truth/assets.csv', types = {{'customer_id': 'varchar'}})"
        ).fetchall()
        found = con.execute(
            "select customer_id, kind, sum(value) from rows.balance_row "
            "where report_on = date '2026-11-20' and is_asset and currency = 'CNY' group by all"
        ).fetchall()
    assert set(found) == set(planted)
    assert {kind for _, kind, _ in found} == KINDS
