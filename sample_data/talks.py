"""The talks that later feeds show the effect of, read from a file of the desk's."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import duckdb

CARDS = Path(__file__).parents[1] / "lobby" / "catalog" / "scenarios"
COLUMNS = "customer_id varchar, product_code varchar, talked_on date, is_treated boolean"


def read_talks(bank: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Make the table `talk` of a file with customer_id, code, talked_on and is_treated.

    `code` is a product's, or a scenario card's, whose product the talk was about.
    """
    bank.execute(f"create table talk ({COLUMNS})")
    if path is None:
        return
    read = "read_csv($path, all_varchar = true)" if path.suffix == ".csv" else "read_parquet($path)"
    bank.execute("create table card (code varchar, product_code varchar)")
    bank.executemany("insert into card values (?, ?)", [(code, product_of(code)) for code in card_codes()])
    bank.execute(
        "insert into talk select customer_id, coalesce(card.product_code, told.code), talked_on, is_treated "
        f"from {read} as told left join card using (code)",
        {"path": str(path)},
    )
    sql = "select distinct product_code from talk anti join product using (product_code) order by all"
    unknown = [code for (code,) in bank.execute(sql).fetchall()]
    if unknown:
        sys.exit(f"{path}: neither a product nor a scenario card: {', '.join(unknown)}")


def card_codes() -> list[str]:
    """The codes of the catalogue's scenario cards."""
    return sorted(path.stem for path in CARDS.glob("*.toml"))


def product_of(code: str) -> str:
    """The product that a scenario card leads to."""
    return str(tomllib.loads((CARDS / f"{code}.toml").read_text(encoding="utf-8"))["product"])
