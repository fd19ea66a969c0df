"""F18: quoted values as RFC 4180 has them; a malformed line is listed, never dropped."""

import gzip
import json
from pathlib import Path

import duckdb
import pytest

from lobby.data.feed.report import CheckReport
from tests.data.feed.feeds import check, found, only, plain, write_feed

HEADER = "customer_id,name,home_branch_id,occupation\n"


def lines(folder: Path, text: str, **options: str) -> tuple[CheckReport, duckdb.DuckDBPyConnection]:
    feed = write_feed(folder, plain(), **options)
    (feed / "customer.csv").write_text(HEADER + text, encoding="utf-8", newline="")
    return check(feed)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_quoted_commas_quotes_and_line_breaks(tmp_path: Path, end: str) -> None:
    rows = ['c1,"王, 芳",b1,"says ""hi"""', 'c2,"two\nlines",b1,""', "c3,,b1,  "]
    report, con = lines(tmp_path / "feed", end.join(rows))
    assert found(report) == {("control_characters", "customer", "name"): 1}
    assert con.execute("select name, occupation from customer order by customer_id").fetchall() == [
        ("王, 芳", 'says "hi"'), ("two\nlines", None), (None, None),
    ]  # fmt: skip


def test_f18_two_bad_lines_of_six_stop_the_feed_and_are_listed_with_their_rows(tmp_path: Path) -> None:
    text = 'c1,a,b1,x\nc2,a,b1\nc3,"b\nb",b1,x\nc4,a,b1,x,13800001234\nc5,a,b1,x\nc6,a,b1,x\n'
    report, con = lines(tmp_path / "feed", text, max_set_aside="0.05")
    told = only(report, "line_malformed")
    assert (told.count, [(place.file, place.row) for place in told.examples]) == (
        2,
        [("customer.csv", 2), ("customer.csv", 4)],
    )
    assert found(report)["too_many_set_aside", "customer", None] == 2
    assert report.stopped
    assert "13800001234" not in json.dumps(report.as_json())
    kept = con.execute("select customer_id, name from customer order by 1").fetchall()
    assert kept == [("c1", "a"), ("c3", "b\nb"), ("c5", "a"), ("c6", "a")]
    aside = con.execute("select source_row, record from set_aside where code = 'line_malformed' order by 1")
    assert json.loads(aside.fetchall()[1][1])["values"][4] == "13800001234"


def test_f18_rows_behind_a_bad_line_keep_their_own_numbers(tmp_path: Path) -> None:
    report, _ = lines(tmp_path / "feed", "c1,a\nc2,a,b1,x\n,a,b1,x\n")
    assert [place.row for place in only(report, "key_missing").examples] == [3]


def test_f18_a_stray_quote_inside_a_value_costs_that_line_only(tmp_path: Path) -> None:
    report, con = lines(tmp_path / "feed", 'c1,"a"b,b1,x\nc2,a,b1,x\nc3,a,b1,x\n')
    assert only(report, "line_malformed").count == 1
    assert con.execute("select customer_id from customer order by 1").fetchall() == [("c2",), ("c3",)]


def test_f18_a_file_that_ends_inside_a_quoted_value_stops_the_feed(tmp_path: Path) -> None:
    report, _ = lines(tmp_path / "feed", 'c1,a,b1,x\nc2,"a,b1,x\nc3,a,b1,x\n')
    assert found(report)["file_unreadable", "customer", None] == 1
    assert report.stopped


@pytest.mark.parametrize("end", ["\n\n", "\r", "\r\n\r\n"])
def test_blank_lines_and_old_line_ends_cost_no_row(tmp_path: Path, end: str) -> None:
    feed = write_feed(tmp_path / "feed", plain())
    text = end.join(["customer_id,name,home_branch_id", "c1,a,b1", "c2,b,b1", "c3,c,b1"])
    (feed / "customer.csv").write_text(text, encoding="utf-8", newline="")
    report, con = check(feed)
    assert report.checks == ()
    assert con.execute("select customer_id, name from customer order by 1").fetchall() == [
        ("c1", "a"), ("c2", "b"), ("c3", "c"),
    ]  # fmt: skip


def test_a_truncated_gzip_stops_the_feed(tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed", plain())
    (feed / "customer.csv").unlink()
    (feed / "customer.csv.gz").write_bytes(bytes.fromhex("1f8b0800000000000003"))
    report, _ = check(feed)
    assert found(report)["file_unreadable", "customer", None] == 1


def test_f58_a_file_that_unfolds_to_far_more_than_text_does_is_refused(tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed", plain())
    (feed / "customer.csv").unlink()
    bomb = gzip.compress(b"customer_id,name,home_branch_id\n" + b"0" * (160 << 20), compresslevel=9)
    assert len(bomb) < 200_000
    (feed / "customer.csv.gz").write_bytes(bomb)
    report, _ = check(feed)
    assert found(report)["file_unreadable", "customer", None] == 1
    assert report.stopped


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00xl/vbaProject.bin",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        b"<!doctype html><html><body>502 Bad Gateway</body></html>",
        b"\x89PNG\r\n\x1a\n" + bytes(64),
    ],
)
def test_f58_what_is_no_table_is_known_by_its_content(tmp_path: Path, content: bytes) -> None:
    """A workbook with macros, an old one, a page and a picture, each under the name of a table."""
    feed = write_feed(tmp_path / "feed", plain())
    (feed / "customer.csv").write_bytes(content)
    report, _ = check(feed)
    assert report.stopped
