"""What the sample bank planted beside its events, and what the portrait finds of it, as counts."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from lobby.data import queries
from lobby.domain.loyalty import drop
from tests.portraits import CATALOG

FLAGS = sorted(name.removeprefix("risk/") for name in queries.names("risk"))
CHURN = ("balance_fall", "maturity_withdrawn", "inactive")
Counts = tuple[int, int, int]  # planted, found among them, found at all
COUNTS = """
    with planted as ({planted}), found as ({found})
    select
        (select count(*) from planted),
        (select count(*) from (from found intersect from planted)),
        (select count(*) from found)
"""
ASSETS_ON = """
    select customer_id, sum(value) as aum from (
        select a.customer_id, arg_max(b.balance, b.balance_on) * case
            when a.currency = 'CNY' then 1
            else (select r.rate from fed_fx_rate as r where r.currency = a.currency)
        end as value
        from fed_balance as b join fed_account as a using (account_id)
        where b.balance_on <= {on} and a.opened_on <= date '2026-11-20'
            and (a.closed_on is null or a.closed_on > {on})
            and a.kind not in ('credit_card', 'consumer_loan', 'mortgage', 'business_loan')
        group by a.customer_id, a.account_id, a.currency
    ) group by customer_id
"""
TODAY, BEFORE_90 = "date '2026-11-20'", "date '2026-08-22'"
THREE_MONTHS, SIX_MONTHS = "date '2026-07-31'", "date '2026-04-30'"
PLANTED_CHURN = {
    "balance_fall": """
        select a.customer_id from three as a left join today using (customer_id)
        where coalesce(today.aum, 0) <= a.aum * 0.7
        union
        select a.customer_id from six as a left join today using (customer_id)
        where coalesce(today.aum, 0) <= a.aum * 0.5
    """,
    "maturity_withdrawn": """
        select m.customer_id from (
            select a.customer_id, sum(arg.balance) as amount from fed_account as a
            join (
                select account_id, arg_max(balance, balance_on) as balance from fed_balance
                where balance_on <= date '2026-08-22' group by account_id
            ) as arg using (account_id)
            where a.matures_on between date '2026-08-23' and date '2026-11-20'
                and (a.closed_on is null or a.closed_on > date '2026-08-22')
                and a.closed_on <= date '2026-11-20' and arg.balance > 0
                and a.kind in ('time_deposit', 'wealth', 'fund', 'securities', 'insurance', 'gold')
            group by a.customer_id
        ) as m
        join before_90 using (customer_id) left join today using (customer_id)
        where m.amount >= 10000 and before_90.aum - coalesce(today.aum, 0) >= m.amount * 0.8
    """,
}

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
        "where kind <> 'employer'",
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


def counted(con: duckdb.DuckDBPyConnection, planted: str, found: str) -> Counts:
    a, b, c = con.execute(COUNTS.format(planted=planted, found=found)).fetchall()[0]
    return a, b, c


def truth(feed: Path, name: str) -> str:
    return f"(from read_csv('{feed}/truth/{name}.csv', header = true, types = {{'customer_id': 'varchar'}}))"


def flags(con: duckdb.DuckDBPyConnection, feed: Path) -> Mapping[str, Counts]:
    """Customers under each suspicion."""
    found = "select distinct unnest(involved) as customer_id from portraits.risk_flag where flag_code = '{}'"
    return {
        flag: counted(con, f"select customer_id from {truth(feed, f'risk/{flag}')}", found.format(flag))
        for flag in FLAGS
    }


def signs(con: duckdb.DuckDBPyConnection, feed: Path) -> Mapping[str, Counts]:
    """Customers with each sign of leaving that is no event: planned, or counted in the feed a second time.

    The portrait tells the three strongest reasons of grown customers who had something: others are left out.
    """
    for table in ("account", "fx_rate"):
        con.execute(f"create or replace temp view fed_{table} as from '{feed}/{table}.parquet'")
    con.execute(f"create or replace temp view fed_balance as from '{feed}/balance/*.parquet'")
    dates = {"today": TODAY, "before_90": BEFORE_90, "three": THREE_MONTHS, "six": SIX_MONTHS}
    for name, on in dates.items():
        con.execute(f"create or replace temp table {name} as {ASSETS_ON.format(on=on)}")
    least = CATALOG.keeping.churn.numbers["least_assets"]
    told = f"""
        select customer_id from portrait
        where not list_contains(list_transform(churn_reasons, lambda one: one.place), 3)
            and loyalty_index is not null and customer_id in (
                select customer_id from (from today union all from three union all from six)
                where aum >= {least}
            )
    """
    planned = {"inactive": f"select customer_id from {truth(feed, 'churn/inactive')}"}
    found = {}
    for sign in CHURN:
        planted = {**PLANTED_CHURN, **planned}[sign]
        has = f"list_contains(list_transform(churn_reasons, lambda one: one.code), '{sign}')"
        found[sign] = counted(
            con,
            f"select customer_id from ({planted}) semi join ({told}) as told using (customer_id)",
            f"select customer_id from portrait semi join ({told}) as told using (customer_id) where {has}",
        )
    return found


def cards(con: duckdb.DuckDBPyConnection, feed: Path) -> Counts:
    """Customer and card, of the planted scenarios that may be known; whatever else is found is no fault."""
    known = """
        select customer_id, card from {} join portrait using (customer_id)
        where not deceased and age >= 18 and (has_profiling_consent or not list_contains({}, card))
    """
    profiled = [card.code for card in CATALOG.cards.scenarios.values() if card.needs_profiling]
    planted = known.format(truth(feed, "scenario"), profiled)
    return counted(con, planted, "select customer_id, unnest(scenarios) as card from portrait")


def truths(con: duckdb.DuckDBPyConnection, feed: Path, name: str) -> Counts:
    """The rows of a truth, and those of the portrait that say the same."""
    found, planted = PLANTED[name]
    con.execute(f"create or replace temp table truth as from {truth(feed, name)}")
    return counted(con, f"select distinct * from ({planted})", f"select distinct * from ({found})")


def drops(con: duckdb.DuckDBPyConnection, feed: Path) -> Counts:
    """Customers and the part that pulled the index down most: a planted reason may not be the strongest."""
    told = con.execute(
        f"select customer_id, loyalty_parts, planted.part from portrait "
        f"left join {truth(feed, 'loyalty_drop')} as planted using (customer_id) "
        "where planted.part is not null or loyalty_index_before > loyalty_index"
    )
    columns = [column[0] for column in told.description or ()]
    planted = hits = found = 0
    for row in (dict(zip(columns, values, strict=True)) for values in told.fetchall()):
        fell = drop(row["loyalty_parts"], CATALOG.keeping.loyalty.drop_points)
        is_service = fell is not None and fell.part["part"] == "service"
        planted, found = planted + (row["part"] is not None), found + is_service
        hits += is_service and row["part"] is not None
    return planted, hits, found
