"""AUM by kind and spending by method over 365 days in one engine: `ENGINE FEED AS_OF`."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd

AUM = """
select a.customer_id, a.kind, sum(b.balance) as amount
from read_parquet($balance) as b
join read_parquet($account) as a using (account_id)
where b.balance_on = $as_of
group by all
"""
SPENT = """
select a.customer_id, t.payment_method, -sum(t.amount) as amount
from read_parquet($transaction) as t
join read_parquet($account) as a using (account_id)
where t.amount < 0 and t.booked_at >= $since and t.booked_at < $until
group by all
"""


def files(feed: Path, name: str) -> str:
    """The table's file, or the pattern of its parts."""
    folder = feed / name
    return str(folder / "*.parquet") if folder.is_dir() else str(feed / f"{name}.parquet")


def with_duckdb(feed: Path, as_of: date) -> int:
    with duckdb.connect() as con:
        con.execute("set preserve_insertion_order = false")
        balance, account = files(feed, "balance"), files(feed, "account")
        held = con.execute(AUM, {"balance": balance, "account": account, "as_of": as_of}).fetchall()
        window = {"since": as_of - timedelta(days=364), "until": as_of + timedelta(days=1)}
        spent = con.execute(
            SPENT, {"transaction": files(feed, "transaction"), "account": account, **window}
        ).fetchall()
    return len(held) + len(spent)


def with_pandas(feed: Path, as_of: date) -> int:
    def parts(name: str, columns: list[str]) -> pd.DataFrame:
        folder = feed / name
        paths = sorted(folder.glob("*.parquet")) if folder.is_dir() else [feed / f"{name}.parquet"]
        return pd.concat([pd.read_parquet(path, columns=columns) for path in paths])

    account = parts("account", ["account_id", "customer_id", "kind"])
    balance = parts("balance", ["account_id", "balance_on", "balance"])
    balance = balance[pd.to_datetime(balance["balance_on"]) == pd.Timestamp(as_of)]
    held = balance.merge(account, on="account_id").groupby(["customer_id", "kind"])["balance"].sum()
    moved = parts("transaction", ["account_id", "booked_at", "amount", "payment_method"])
    since, until = pd.Timestamp(as_of - timedelta(days=364)), pd.Timestamp(as_of + timedelta(days=1))
    moved = moved[(moved["amount"] < 0) & (moved["booked_at"] >= since) & (moved["booked_at"] < until)]
    owned = moved.merge(account[["account_id", "customer_id"]], on="account_id")
    spent = -owned.groupby(["customer_id", "payment_method"])["amount"].sum()
    return len(held) + len(spent)


if __name__ == "__main__":
    engine, folder, day = sys.argv[1:]
    print({"duckdb": with_duckdb, "pandas": with_pandas}[engine](Path(folder), date.fromisoformat(day)))
