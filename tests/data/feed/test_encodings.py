"""F17: strict UTF-8 or GB18030, names of every kind whole, and nothing garbled goes through unseen."""

import gzip
from pathlib import Path

import pytest

from tests.data.feed.feeds import check, csv_text, found, only, plain, write_feed

NAMES = ["𠮷田", "㐂寿", "王䶮", "阿依古丽·买买提", "Ångström", "李 明"]


def named(names: list[str]) -> str:
    return csv_text(
        [
            {"customer_id": f"c{n}", "name": name, "home_branch_id": "b1"}
            for n, name in enumerate(names, start=1)
        ]
    )


def feed_of(folder: Path, content: bytes, ending: str = "csv") -> Path:
    """A plain feed whose customer table is these bytes."""
    feed = write_feed(folder, plain())
    (feed / "customer.csv").unlink()
    (feed / f"customer.{ending}").write_bytes(content)
    return feed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ending", ["csv", "csv.gz"])
def test_f17_names_come_through_whole(tmp_path: Path, encoding: str, ending: str) -> None:
    content = named(NAMES).encode(encoding)
    feed = feed_of(tmp_path / "feed", gzip.compress(content) if ending == "csv.gz" else content, ending)
    report, con = check(feed)
    assert report.checks == ()
    assert [
        row[0] for row in con.execute("select name from customer order by customer_id").fetchall()
    ] == NAMES


def test_f17_gbk_is_read_as_the_gb18030_that_it_is(tmp_path: Path) -> None:
    names = ["张伟", "联通", "王芳", "刘洋", "陈静"]
    report, con = check(feed_of(tmp_path / "feed", named(names).encode("gbk")))
    assert report.checks == ()
    assert con.execute("select name from customer where customer_id = 'c2'").fetchall() == [("联通",)]


def test_f17_a_file_that_mixes_two_encodings_stops_the_feed(tmp_path: Path) -> None:
    head, *lines = named(["张伟", "王芳", "李娜", "刘洋"]).splitlines(keepends=True)
    content = head.encode() + b"".join(
        line.encode("gb18030" if n % 2 else "utf-8") for n, line in enumerate(lines)
    )
    report, _ = check(feed_of(tmp_path / "feed", content))
    assert report.stopped
    assert [place.row for place in only(report, "text_undecodable").examples] == [2]


@pytest.mark.parametrize("encoding", ["cp1250", "utf-16"])
def test_f17_other_encodings_stop_the_feed(tmp_path: Path, encoding: str) -> None:
    report, _ = check(feed_of(tmp_path / "feed", named(["Dvořák", "Čapek", "Žák"]).encode(encoding)))
    assert report.stopped
    assert found(report)["text_undecodable", "customer", None] == 1


@pytest.mark.parametrize(
    "garbled",
    [
        "锟斤拷锟斤拷",
        "张伟".encode().decode("latin-1"),
        "Dvořák".encode().decode("cp1252", errors="replace"),
        "王\ue863",
        "\ufffd伟",
    ],
)
def test_f17_text_that_came_garbled_stops_the_feed_when_it_is_more_than_a_slip(
    tmp_path: Path, garbled: str
) -> None:
    report, _ = check(feed_of(tmp_path / "feed", named(["张伟", garbled, garbled]).encode()))
    assert report.stopped
    assert found(report)["text_garbled", "customer", "name"] == 2


def test_f17_one_garbled_text_is_a_warning(tmp_path: Path) -> None:
    report, con = check(feed_of(tmp_path / "feed", named(["张伟", "锟斤拷", "王芳"]).encode()))
    assert found(report) == {("garbled_text", "customer", "name"): 1}
    assert con.execute("select name from customer where customer_id = 'c2'").fetchall() == [("锟斤拷",)]


def test_html_and_control_characters_are_kept_and_counted(tmp_path: Path) -> None:
    names = ["<img src=x onerror=alert(1)>", "张\u202e伟", "王\x07芳", "a < b"]
    report, con = check(feed_of(tmp_path / "feed", named(names).encode()))
    assert found(report) == {
        ("markup", "customer", "name"): 1,
        ("control_characters", "customer", "name"): 2,
    }
    assert [
        row[0] for row in con.execute("select name from customer order by customer_id").fetchall()
    ] == names
