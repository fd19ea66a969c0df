"""The talks that later feeds show the effect of: of a file, or of Lobby's own desk store."""

from __future__ import annotations

import sqlite3
import sys
import tomllib
from contextlib import closing
from pathlib import Path

import duckdb

CARDS = Path(__file__).parents[1] / "lobby" / "catalog" / "scenarios"
COLUMNS = "customer_id varchar, code varchar, talked_on date, is_treated boolean"
OFFERS = "select customer_id, product_code, offered_on, not is_control from offer"


def read_talks(bank: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Make the table `talk` of a file with customer_id, code, talked_on and is_treated.

    `code` is a product's, or a scenario card's, whose product the talk was about. Of a desk store
    (`.sqlite`): of every offer it keeps, the control group's too.
    """
    bank.execute(f"create table told ({COLUMNS})")
    bank.execute("create table card (code varchar, product_code varchar)")
    bank.executemany("insert into card values (?, ?)", [(code, product_of(code)) for code in card_codes()])
    if path is not None and path.suffix == ".sqlite":
        bank.executemany("insert into told values (?, ?, ?, ?)", offers_of(path))
    elif path is not None:
        read = "read_csv($path, all_varchar = true)" if path.suffix == ".csv" else "read_parquet($path)"
        bank.execute(
            f"insert into told select customer_id, code, talked_on, is_treated from {read}",
            {"path": str(path)},
        )
    bank.execute(
        "create table talk as select customer_id, coalesce(card.product_code, told.code) as product_code, "
        "talked_on, is_treated from told left join card using (code)"
    )
    held = bank.execute("select count(*) from talk where talked_on <= getvariable('until')").fetchall()
    if path is not None and held == [(0,)]:
        sys.exit(f"{path}: nobody was talked to until the business date")
    sql = "select distinct product_code from talk anti join product using (product_code) order by all"
    unknown = [code for (code,) in bank.execute(sql).fetchall()]
    if unknown:
        sys.exit(f"{path}: neither a product nor a scenario card: {', '.join(unknown)}")


def offers_of(desk: Path) -> list[tuple[object, ...]]:
    """What the desk store offered to whom, or kept back from the control group."""
    with closing(sqlite3.connect(f"file:{desk}?mode=ro", uri=True)) as store:
        offers = store.execute(OFFERS).fetchall()
    if not offers:
        sys.exit(f"{desk}: nothing was offered yet: open customers first")
    return offers


def card_codes() -> list[str]:
    """The codes of the catalogue's scenario cards."""
    return sorted(path.stem for path in CARDS.glob("*.toml"))


def product_of(code: str) -> str:
    """The product that a scenario card leads to."""
    return str(tomllib.loads((CARDS / f"{code}.toml").read_text(encoding="utf-8"))["product"])
