"""F23: feeds that are empty, half, tenfold, old, repeated or from the future; and feed.toml itself."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from lobby.data.feed.info import read_feed_info
from lobby.domain.errors import FeedError
from tests.data.feed.feeds import SETTINGS, Tables, check, found, plain, write_feed


@dataclass(frozen=True)
class Accepted:
    business_date: date
    counts: dict[str, int]


COUNTS = {"branch": 1, "customer": 3, "account": 3, "balance": 3, "transaction": 3}
YESTERDAY = Accepted(date(2026, 11, 19), COUNTS)


def transactions(count: int) -> Tables:
    tables = plain()
    first = tables["transaction"][0]
    tables["transaction"] = [{**first, "transaction_id": f"t{n}"} for n in range(count)]
    return tables


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        (10, 5, None),
        (10, 4, "count_fell"),
        (10, 30, None),
        (10, 31, "count_rose"),
        (1, 10, "count_rose"),
        (0, 9, None),
    ],
)
def test_f23_a_table_may_halve_or_triple_and_no_more(
    tmp_path: Path, before: int, now: int, code: str | None
) -> None:
    previous = Accepted(date(2026, 11, 19), {**COUNTS, "transaction": before})
    report, _ = check(write_feed(tmp_path / "feed", transactions(now)), previous)
    assert {one.code for one in report.checks if one.table == "transaction"} == ({code} if code else set())
    assert report.stopped == (code is not None)


def test_f23_accept_counts_lets_it_through(tmp_path: Path) -> None:
    previous = Accepted(date(2026, 11, 19), {**COUNTS, "transaction": 1, "survey": 9})
    report, _ = check(write_feed(tmp_path / "feed", transactions(10), accept_counts="true"), previous)
    assert not report.stopped


def test_f23_an_optional_table_that_came_last_time_and_is_gone_stops_the_feed(tmp_path: Path) -> None:
    previous = Accepted(date(2026, 11, 19), {**COUNTS, "survey": 9})
    report, _ = check(write_feed(tmp_path / "feed", plain()), previous)
    assert found(report) == {("count_fell", "survey", None): 9}
    assert report.stopped


@pytest.mark.parametrize("table", ["branch", "customer", "account", "balance", "transaction"])
def test_f23_an_empty_table_that_is_not_optional_stops_the_feed(tmp_path: Path, table: str) -> None:
    feed = write_feed(tmp_path / "feed", plain())
    header = (feed / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0]
    (feed / f"{table}.csv").write_text(header + "\n", encoding="utf-8")
    report, _ = check(feed)
    assert found(report)["table_empty", table, None] == 1
    assert report.stopped


@pytest.mark.parametrize(
    ("business_date", "today", "code"),
    [
        ("2026-11-19", date(2026, 11, 20), None),
        ("2026-11-18", date(2026, 11, 20), "date_before_served"),
        ("2026-11-20", date(2026, 11, 20), None),
        ("2026-11-21", date(2026, 11, 20), None),
        ("2026-11-22", date(2026, 11, 20), "date_after_today"),
    ],
)
def test_f23_the_business_date_may_repeat_and_lead_by_a_day_but_never_go_back(
    tmp_path: Path, business_date: str, today: date, code: str | None
) -> None:
    feed = write_feed(tmp_path / "feed", plain(), {"business_date": business_date})
    report, _ = check(feed, YESTERDAY, today)
    assert {one.code for one in report.checks if one.severity == "stop"} == ({code} if code else set())


@pytest.mark.parametrize(("limit", "stopped"), [("0.34", False), ("0.33", True), ("0", True), ("1", False)])
def test_f8_f18_more_rows_set_aside_than_allowed_stop_the_feed(
    tmp_path: Path, limit: str, stopped: bool
) -> None:
    tables = plain()
    tables["transaction"][0]["amount"] = ""
    report, _ = check(write_feed(tmp_path / "feed", tables, max_set_aside=limit))
    assert report.stopped == stopped
    assert report.count_set_aside == 1


def test_five_in_a_hundred_is_what_is_allowed_unless_stated(tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed", plain())
    (feed / "feed.toml").write_text("\n".join(f"{key} = {value}" for key, value in SETTINGS.items()), "utf-8")
    info = read_feed_info(feed)
    assert (info.max_set_aside, info.accept_counts, info.consent_default) == (0.05, False, "not_granted")
    assert (info.clock, info.demo, info.business_date) == ("wall", False, date(2026, 11, 20))


@pytest.mark.parametrize(
    ("key", "written", "says"),
    [
        ("bank", None, "bank is missing"), ("bank", "7", "bank is missing or not a text"),
        ("business_date", '"20.11.2026"', "business_date is not a date"),
        ("business_date", "2026-11-20T10:00:00", "business_date is not a date"),
        ("currency", None, "currency is missing"), ("timezone", '"Mars/Olympus"', "no such timezone"),
        ("country", '" "', "country is missing"), ("demo", '"yes"', "demo is not true or false"),
        ("buisness_date", "2026-11-20", "unknown key buisness_date"),
        ("options", "3", "[options] is not a table"),
    ],
)  # fmt: skip
def test_a_malformed_feed_toml_names_the_key(
    tmp_path: Path, key: str, written: str | None, says: str
) -> None:
    settings = {**SETTINGS, key: written}
    text = "\n".join(f"{name} = {value}" for name, value in settings.items() if value is not None)
    (tmp_path / "feed.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FeedError) as stop:
        read_feed_info(tmp_path)
    assert says in stop.value.message
    assert stop.value.hint
    assert stop.value.values["key"] == key


@pytest.mark.parametrize(
    ("option", "written"),
    [
        ("max_set_aside", "5"), ("max_set_aside", "true"), ("clock", '"sundial"'), ("accept_counts", "1"),
        ("consent_default", '"perhaps"'), ("max_set_asid", "0.1"),
    ],
)  # fmt: skip
def test_a_malformed_option_names_the_key(tmp_path: Path, option: str, written: str) -> None:
    feed = write_feed(tmp_path / "feed", plain(), None, "utf-8", **{option: written})
    with pytest.raises(FeedError) as stop:
        read_feed_info(feed)
    assert stop.value.values["key"] == option


@pytest.mark.parametrize("text", [None, "bank = 示例银行", "\ufffd\ufffd = ["])
def test_a_feed_toml_that_is_not_there_or_no_toml_is_refused(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "feed.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FeedError) as stop:
        read_feed_info(tmp_path)
    assert stop.value.code == "feed_toml"
