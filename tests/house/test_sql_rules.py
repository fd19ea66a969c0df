"""Each SQL rule catches its fault in a small bad sample, and finds none in the good one."""

import pytest

from tests.house import sql_rules

GOOD = """\
-- One row per deposit account that matures within the next 30 days.
-- params: as_of
-- scope: customer
with deposits as (
    select account_id, customer_id, matures_on, last_balance
    from account_last_balance
    where kind = 'time_deposit' and (closed_on is null or closed_on > $as_of)
)

select
    customer_id,
    'deposit_maturing; now()' as event_code,
    $as_of as happened_on,
    matures_on as expires_on,
    last_balance as amount,
    round(cast(last_balance as double) / 3, 2) as strength,
    cast(to_json({'days_left': date_diff('day', $as_of, matures_on)}) as varchar) as evidence,
from deposits
"""
READ = """-- One row per card, ordered by last4.
-- params: none
-- about: people
select last4 from card order by last4
"""
STAGING = "-- One row per branch row.\n-- params: none\n-- scope: bank\nselect a, null as fault from branch\n"


def test_good_queries_have_no_fault() -> None:
    assert sql_rules.header_faults(GOOD, "events") == []
    assert sql_rules.statement_faults(GOOD) == []
    assert sql_rules.layout_faults(GOOD) == []
    assert sql_rules.clock_faults(GOOD) == []
    assert sql_rules.event_faults(GOOD) == []
    assert sql_rules.portability_faults(GOOD) == []
    assert sql_rules.customer_scope_faults(GOOD) == []
    assert sql_rules.header_faults(READ, "reads") == []
    assert sql_rules.staging_faults(STAGING) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("-- One row per", "-- Rows of", "the first line is not"),
        ("-- params: as_of\n", "", "no '-- params"),
        ("-- scope: customer", "-- scope: branch", "no '-- scope"),
        ("-- scope: customer\n", "", "no '-- scope"),
    ],
)
def test_a_header_without_its_contract_is_caught(old: str, new: str, fault: str) -> None:
    faults = sql_rules.header_faults(GOOD.replace(old, new), "events")
    assert [found[: len(fault)] for found in faults] == [fault]


def test_f37_a_read_of_everybody_that_does_not_say_so_is_caught() -> None:
    whole = READ.replace("from card", "from portrait")
    assert len(sql_rules.load_faults(whole)) == 1
    assert sql_rules.load_faults(whole.replace("people\n", "people\n-- load: heavy\n")) == []
    assert sql_rules.load_faults(whole.replace("params: none", "params: customer_id")) == []
    assert sql_rules.load_faults(READ) == []


@pytest.mark.parametrize("line", ["", "-- about: all\n", "-- about: people\n-- about: nobody\n"])
def test_f3_a_read_that_does_not_say_of_whom_it_tells_is_caught(line: str) -> None:
    assert len(sql_rules.header_faults(READ.replace("-- about: people\n", line), "reads")) == 1


def test_a_read_without_its_order_is_caught() -> None:
    assert len(sql_rules.header_faults(READ.replace(", ordered by last4", ""), "reads")) == 1


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("-- params: as_of", "-- params: none", "$as_of is used and not stated in params"),
        ("-- params: as_of", "-- params: as_of, staff_id", "staff_id is stated in params and not used"),
        ("from deposits\n", "from deposits; select 1\n", "holds 2 statements, not one"),
        ("from deposits\n", "from deposits;\n", "ends with a semicolon"),
        ("matures_on as expires_on", "$1 as expires_on", "does not parse"),
        ("with deposits", "create table x as with deposits", "is a CREATE, not a bare SELECT"),
        ("from deposits\n", "from\n", "does not parse"),
    ],
)
def test_what_is_not_one_select_with_stated_parameters_is_caught(old: str, new: str, fault: str) -> None:
    faults = sql_rules.statement_faults(GOOD.replace(old, new))
    assert [found[: len(fault)] for found in faults] == [fault]


def test_a_positional_parameter_is_caught() -> None:
    assert (
        sql_rules.statement_faults("-- params: none\nselect $1 as one")[-1] == "$1 is not a named parameter"
    )


def test_a_long_select_without_its_last_comma_is_caught() -> None:
    assert len(sql_rules.layout_faults(GOOD.replace("as evidence,", "as evidence"))) == 1
    assert sql_rules.layout_faults("select\t1") == ["holds a tab"]


@pytest.mark.parametrize("clock", ["current_date", "now()", "today()", "current_timestamp", "localtimestamp"])
def test_a_query_that_reads_the_clock_is_caught(clock: str) -> None:
    assert len(sql_rules.clock_faults(GOOD.replace("$as_of as happened_on", f"{clock} as happened_on"))) == 1


def test_an_event_with_other_columns_is_caught() -> None:
    assert len(sql_rules.event_faults(GOOD.replace("as strength", "as weight"))) == 1


def test_staging_that_joins_or_hides_its_faults_is_caught() -> None:
    joined = STAGING.replace("from branch", "from branch join staff using (branch_id)")
    assert sql_rules.staging_faults(joined) == ["joins another table"]
    assert sql_rules.staging_faults(STAGING.replace("as fault", "as remark")) == ["has no column `fault`"]


@pytest.mark.parametrize(
    "expression",
    [
        "list(x order by y)",
        "date_diff('month', a, b)",
        "extract(dow from d)",
        "dayofweek(d)",
        "date_part('dow', d)",
        "median(x)",
        "round(x, 2)",
        "x / 2",
        "cast(x as double) / y",
        "cast(x as double) / 0",
        "cast(x * 2 as integer)",
        "arg_max(x, y, 3)",
        "d + interval 1 month",
        "percentile_cont(0.5) within group (order by x)",
        "quantile_cont(x, 0.5)",
        "date_trunc('month', d)",
        "columns('a.*')",
        "* replace (x as y)",
        "age(a, b)",
        "time_bucket(interval '1 day', d)",
        "len(x)",
        "x ->> '$.a'",
        "x as at",
    ],
)
def test_an_expression_that_spark_answers_differently_is_caught(expression: str) -> None:
    assert len(sql_rules.portability_faults(f"select {expression} from t")) == 1


@pytest.mark.parametrize(
    "query",
    [
        "select a.x from a asof join b on a.t >= b.t",
        "select x from a union all by name select x from b",
        "pivot t on x using sum(y)",
        "select y * 2 as doubled from t where doubled > 3",
        "select x, sum(y) as s from t group by all qualify row_number() over (order by x, s) = 1",
    ],
)
def test_a_query_that_spark_refuses_is_caught(query: str) -> None:
    assert sql_rules.portability_faults(query) != []


@pytest.mark.parametrize(
    "expression",
    [
        "cast(d + interval 1 month as date)",
        "cast(date_trunc('month', d) as date)",
        "cast(date_trunc('month', d) - to_months(2) as date)",
        "case when y > 0 then cast(x as double) / y end",
        "cast(floor(x * 2) as integer)",
        "cast(count(*) as integer)",
        "round(cast(x as double) / nullif(y, 0), 2)",
        "list_sort(list(x))",
        "list_transform(l, lambda x: x + 1)",
        "date_diff('day', date '1970-01-04', d) % 7",
        "string_agg(x, ',' order by x)",
    ],
)
def test_the_portable_form_is_let_through(expression: str) -> None:
    assert sql_rules.portability_faults(f"select {expression} from t") == []


def test_a_window_over_customers_and_a_ranking_without_tie_break_are_caught() -> None:
    customers = "-- scope: customer\nselect sum(x) over (partition by branch_id) as s from t"
    assert len(sql_rules.customer_scope_faults(customers)) == 1
    assert sql_rules.customer_scope_faults(customers.replace("customer", "bank")) == []
    ranking = "-- scope: customer\nselect row_number() over (partition by customer_id order by x) as r from t"
    assert len(sql_rules.customer_scope_faults(ranking)) == 1
    assert sql_rules.customer_scope_faults(ranking.replace("by x)", "by x, account_id)")) == []
