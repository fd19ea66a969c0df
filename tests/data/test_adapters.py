"""The adapter runner: any bank's files by TOML and SQL, with errors that name the file and the column."""

import gzip
from datetime import date
from pathlib import Path

import duckdb
import pytest

from lobby.data.adapters import Imported, find_adapter, import_feed
from lobby.domain.errors import FeedError

ADAPTER = """
tables = ["branch"]
[feed]
bank = "Zkouška"
business_date = 2026-11-20
currency = "CZK"
[source]
delimiter = "|"
encoding = "cp1250"
[source.tables.office]
file = "office.txt"
columns = ["nr", "town"]
"""
BRANCH = "select nr as branch_id, town as name, $currency as city from office"


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """An adapter with one table, for a bank that writes central European text."""
    folder = tmp_path / "adapter"
    folder.mkdir()
    (folder / "adapter.toml").write_text(ADAPTER, encoding="utf-8")
    (folder / "branch.sql").write_text(BRANCH, encoding="utf-8")
    return folder


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """The one file of that bank: the second row has a leading zero, a quoted bar and an empty field."""
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "office.txt").write_bytes('town|nr|note\nPlzeň|2|\n"Ústí | střed"|01|x\n'.encode("cp1250"))
    return folder


def branches(feed: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.read_parquet(str(feed / "branch.parquet")).fetchall()


def refused(adapter: Path, bank: Path, out: Path) -> FeedError:
    with pytest.raises(FeedError) as caught:
        import_feed(adapter, bank, out)
    return caught.value


def test_rows_come_in_the_order_of_the_key_as_the_files_hold_them(
    adapter: Path, bank: Path, tmp_path: Path
) -> None:
    assert import_feed(adapter, bank, tmp_path / "feed") == Imported({"office": 2}, {"branch": 2})
    assert branches(tmp_path / "feed") == [("01", "Ústí | střed", "CZK"), ("2", "Plzeň", "CZK")]
    assert (tmp_path / "feed" / "feed.toml").read_text(encoding="utf-8") == (
        'bank = "Zkouška"\nbusiness_date = 2026-11-20\ncurrency = "CZK"\n'
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["adapter", "bank", "feed"]


def test_a_packed_file_is_unpacked(adapter: Path, bank: Path, tmp_path: Path) -> None:
    plain = bank / "office.txt"
    (bank / "office.txt.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    (adapter / "adapter.toml").write_text(ADAPTER.replace("office.txt", "office.txt.gz"), encoding="utf-8")
    assert import_feed(adapter, bank, tmp_path / "feed").read == {"office": 2}


def test_a_column_takes_its_type_when_every_value_fits_and_stays_text_when_one_does_not(
    adapter: Path, bank: Path, tmp_path: Path
) -> None:
    for latitude, expected in (("50.6", "DECIMAL(9,6)"), ("north", "VARCHAR")):
        sql = f"select nr as branch_id, town as name, '{latitude}' as latitude from office"
        (adapter / "branch.sql").write_text(sql, encoding="utf-8")
        import_feed(adapter, bank, tmp_path / "feed")
        with duckdb.connect() as connection:
            types = connection.read_parquet(str(tmp_path / "feed" / "branch.parquet")).types
        assert str(types[2]) == expected


def test_a_missing_file_names_the_file_and_the_table(adapter: Path, bank: Path, tmp_path: Path) -> None:
    (bank / "office.txt").unlink()
    error = refused(adapter, bank, tmp_path / "feed")
    assert error.code == "source_missing"
    assert str(bank / "office.txt") in error.message
    assert "table office" in error.message


def test_a_missing_column_is_named_beside_those_there_are(adapter: Path, bank: Path, tmp_path: Path) -> None:
    (bank / "office.txt").write_text("nr|place\n1|Brno\n", encoding="utf-8")
    error = refused(adapter, bank, tmp_path / "feed")
    assert error.code == "source_column_missing"
    assert "lacks town; it has nr, place" in error.message


def test_a_torn_line_is_named_by_its_number_and_never_shown(
    adapter: Path, bank: Path, tmp_path: Path
) -> None:
    (bank / "office.txt").write_text("nr|town\n1|Brno\nsecret\n", encoding="utf-8")
    error = refused(adapter, bank, tmp_path / "feed")
    assert error.code == "source_unreadable"
    assert "line 3" in error.message
    assert "secret" not in str(error)


def test_text_in_another_encoding_is_refused(adapter: Path, bank: Path, tmp_path: Path) -> None:
    for encoding in ("utf-8", "ascii"):
        (adapter / "adapter.toml").write_text(ADAPTER.replace("cp1250", encoding), encoding="utf-8")
        assert refused(adapter, bank, tmp_path / "feed").code == "source_undecodable"


@pytest.mark.parametrize(
    ("sql", "code", "hint"),
    [
        ("select nr as branch_nr from office", "adapter_not_in_feed", "Did you mean branch_id?"),
        ("select number as branch_id from office", "adapter_sql", "The SQL and the bank's files do not fit."),
        (
            "select cast(town as integer) as name from office",
            "adapter_sql",
            "The SQL and the bank's files do not fit.",
        ),
    ],
)
def test_sql_that_does_not_fit_is_named_without_a_value(
    adapter: Path, bank: Path, tmp_path: Path, sql: str, code: str, hint: str
) -> None:
    (adapter / "branch.sql").write_text(sql, encoding="utf-8")
    error = refused(adapter, bank, tmp_path / "feed")
    assert (error.code, error.hint) == (code, hint)
    assert str(adapter / "branch.sql") in error.message
    assert "Plzeň" not in str(error)


def test_a_failed_import_leaves_the_feed_that_was_there(adapter: Path, bank: Path, tmp_path: Path) -> None:
    import_feed(adapter, bank, tmp_path / "feed")
    (bank / "office.txt").unlink()
    refused(adapter, bank, tmp_path / "feed")
    assert len(branches(tmp_path / "feed")) == 2


def test_a_folder_that_holds_something_else_is_not_overwritten(
    adapter: Path, bank: Path, tmp_path: Path
) -> None:
    out = tmp_path / "letters"
    out.mkdir()
    (out / "letter.txt").write_text("keep me", encoding="utf-8")
    assert refused(adapter, bank, out).code == "out_not_a_feed"
    assert (out / "letter.txt").read_text(encoding="utf-8") == "keep me"


def test_an_unknown_adapter_names_the_nearest_one() -> None:
    with pytest.raises(FeedError) as caught:
        find_adapter("berca")
    assert (caught.value.code, caught.value.hint) == ("adapter_unknown", "Did you mean berka?")


def test_an_adapter_without_a_business_date_is_incomplete(adapter: Path, bank: Path, tmp_path: Path) -> None:
    written = ADAPTER.replace(f"business_date = {date(2026, 11, 20).isoformat()}\n", "")
    (adapter / "adapter.toml").write_text(written, encoding="utf-8")
    error = refused(adapter, bank, tmp_path / "feed")
    assert error.code == "adapter_incomplete"
    assert "business_date" in error.message
