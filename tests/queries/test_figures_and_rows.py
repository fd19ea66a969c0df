"""A figure and the rows that open behind it are the same sum, for every figure of every customer."""

import duckdb
import pytest

BANKS = ["tiny", "sample"]
BALANCES = """
    with figures as (
        select customer_id, kind, balance from (unpivot (
            select customer_id, aum, liabilities, asset_current, asset_time_deposit, asset_wealth,
                asset_fund, asset_insurance, asset_gold, asset_securities, liability_credit_card,
                liability_consumer_loan, liability_mortgage, liability_business_loan from portrait
        ) on columns(* exclude customer_id) into name kind value balance) where balance <> 0
    ), listed as (
        select
            customer_id, value,
            if(is_asset, ['aum', 'asset_' || kind], ['liabilities', 'liability_' || kind]) as kinds
        from rows.balance_row where report_on = date '2026-11-20' and value is not null
    ), behind as (
        select customer_id, kind, sum(value) as balance
        from (select customer_id, unnest(kinds) as kind, value from listed)
        group by all having sum(value) <> 0
    )
"""
TREND = """
    with figures as (
        select customer_id, e.month_end as kind, e.kind as part, e.balance
        from (select customer_id, unnest(assets_by_month) as e from portrait)
    ), behind as (
        select customer_id, report_on as kind, kind as part, sum(value) as balance from rows.balance_row
        semi join (select distinct (unnest(assets_by_month)).month_end as report_on from portrait)
            using (report_on)
        where is_asset and value is not null group by all
    )
"""
SPENDING = """
    with figures as (
        select customer_id, part, e.code, e.amount, e.count from (
            select customer_id, 'method' as part, unnest(spent_by_method_365d) as e from portrait
            union all select customer_id, 'category', unnest(spent_by_category_365d) from portrait
        )
    ), behind as (
        select customer_id, 'method' as part, method as code, -sum(value) as amount, count(*) as count
        from rows.transaction_row where is_spending and is_in_year group by all
        union all
        select customer_id, 'category', category, -sum(value), count(*)
        from rows.transaction_row where is_spending and is_in_year group by all
    )
"""
SPENT_BY_MONTH = """
    with figures as (
        select customer_id, e.month, e.code, e.amount
        from (select customer_id, unnest(spent_by_month) as e from portrait)
    ), behind as (
        select customer_id, month, method as code, -sum(value) as amount from rows.transaction_row
        where is_spending and month >= date '2025-12-01' group by all
    )
"""
FLOWS = """
    with figures as (
        select customer_id, e.month, e.inflow, e.outflow
        from (select customer_id, unnest(flows_by_month) as e from portrait)
    ), behind as (
        select customer_id, month, coalesce(sum(value) filter (where value > 0), 0) as inflow,
            coalesce(-sum(value) filter (where value < 0), 0) as outflow
        from rows.transaction_row where not is_own_transfer and value is not null group by all
    )
"""
DESTINATIONS = """
    with figures as (
        select customer_id, e.destination, e.amount_365d, e.count
        from (select customer_id, unnest(destinations_365d) as e from portrait)
    ), behind as (
        select t.customer_id, e.destination, -sum(t.value) as amount_365d, count(*) as count
        from rows.transaction_row as t
        join (select customer_id, unnest(destinations_365d).destination as destination,
                     unnest(destinations_365d).kind as kind from portrait) as e
            on t.customer_id = e.customer_id
            and if(e.kind = 'wallet', t.method = e.destination,
                   t.method = 'transfer' and t.counterparty_bank = e.destination)
        where t.is_spending and t.is_in_year group by all
    )
"""
MATURING = """
    with figures as (select customer_id, maturing_30d from portrait where maturing_30d <> 0),
    behind as (
        select customer_id, sum(value) as maturing_30d from rows.maturity_row where is_in_30d group by all
        having sum(value) <> 0
    )
"""
INCOME = """
    with figures as (
        select customer_id, 'salary' as income, salary_amount as amount, salary_last_on as last_on
        from portrait where salary_day is not null
        union all
        select customer_id, 'pension', pension_amount, pension_last_on
        from portrait where pension_day is not null
    ), behind as (
        select customer_id, income, arg_max(value, (booked_at, value, transaction_id)) as amount,
            max(booked_on) as last_on
        from rows.regular_income_row
        group by all
        having count(distinct month) filter (where month >= date '2026-09-01') >= 2
    )
"""
FIGURES = {
    "balances": BALANCES, "trend": TREND, "spending": SPENDING, "spent by month": SPENT_BY_MONTH,
    "flows": FLOWS, "destinations": DESTINATIONS, "maturing": MATURING, "income": INCOME,
}  # fmt: skip


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("bank", BANKS)
def test_the_sum_of_the_rows_is_the_figure(bank: str, figure: str, request: pytest.FixtureRequest) -> None:
    con: duckdb.DuckDBPyConnection = request.getfixturevalue(bank)
    sides = f"{FIGURES[figure]} select count(*), (select count(*) from behind) from figures"
    counted = con.execute(sides).fetchone()
    differing = con.execute(
        f"{FIGURES[figure]} select * from ((from figures except all from behind) union all "
        "(from behind except all from figures))"
    ).fetchall()
    assert differing == []
    assert counted is not None
    assert counted[0] == counted[1] > 0


def test_the_rows_name_nobody_else(tiny: duckdb.DuckDBPyConnection) -> None:
    columns = {
        row[0]
        for row in tiny.execute(
            "select column_name from duckdb_columns() where database_name = 'rows'"
        ).fetchall()
    }
    assert not {column for column in columns if "name" in column or "memo" in column or "party_acc" in column}
