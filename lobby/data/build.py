"""The nightly build: feed → staging → checks → marts → portrait → side tables → published, or nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from lobby.data import queries
from lobby.data.build_erasure import read_erased
from lobby.data.build_faces import add_faces, read_faces
from lobby.data.build_finish import carry_history, finish
from lobby.data.build_plan import BANK_MARTS, Terms, terms
from lobby.data.build_risk import raise_flags
from lobby.data.build_shard import OnStep, Shard, Step, Stopwatch, connect, quoted, run_alone, run_shard
from lobby.data.catalog import load_catalog
from lobby.data.feed.checking import check_feed
from lobby.data.feed.info import read_feed_info
from lobby.data.feed.report import CheckReport
from lobby.data.history import read_cards_before, read_month_before, read_segment_before
from lobby.data.home import Home, write_json
from lobby.data.manifest import SCHEMA_VERSION, Manifest, read_served
from lobby.data.pinyin import sign_readings, surname_readings
from lobby.data.publishing import build_lock, clean, next_version, publish
from lobby.data.settings import Settings
from lobby.domain.catalogue import Catalog
from lobby.domain.errors import BuildError, FeedError, LobbyError

NOTES = ("feed_check", "set_aside", "risk_flag", "segment_before")


def build(
    feed_dir: Path, settings: Settings, *, now: datetime, on_step: OnStep = lambda step: None
) -> Manifest:
    """Build the portrait of a feed and publish it; a BuildError or FeedError says what stopped it.

    Until the pointer is written, which comes last, yesterday's portrait keeps serving.
    """
    home = Home(settings.home)
    with build_lock(home):
        clean(home)
        try:
            catalog = load_catalog(policy=settings.policy)
            manifest = Run(home, settings, catalog, now, on_step).publish(feed_dir)
        except LobbyError as stop:
            told = {"code": stop.code, "message": stop.message, "hint": stop.hint, "values": stop.values}
            write_json(home.last_build, {"state": "stopped", "at": now, **told})
            raise
        except Exception as fault:
            write_json(home.last_build, {"state": "failed", "at": now, "code": type(fault).__name__})
            raise
        write_json(home.last_build, {"state": "published", "at": now, "version": manifest.version})
        return manifest


class Run:
    """One build under way: its folder, its memory, and whom to tell of each step."""

    def __init__(
        self, home: Home, settings: Settings, catalog: Catalog, now: datetime, on_step: OnStep
    ) -> None:
        self.home = home
        self.settings = settings
        self.catalog = catalog
        self.now = now
        self.on_step = on_step
        self.folder = home.tmp / f"build-{os.getpid()}"
        self.seconds: dict[str, float] = {}
        self.cpu_seconds: dict[str, float] = {}

    def publish(self, feed_dir: Path) -> Manifest:
        """Everything from the feed to the pointer."""
        self.folder.mkdir(parents=True)
        erased = read_erased(self.home, self.settings.desk_address())
        report, asked = self.stage(feed_dir)
        shards = self.shards(asked)
        counts = self.build_shards(shards)
        watch = Stopwatch()
        with connect(self.folder, self.settings.build_memory, self.settings.build_threads) as con:
            portrait, rows = finish(con, shards, NOTES, erased)
            carry_history(con, self.home, portrait, f"{report.feed.business_date:%Y-%m}", self.folder)
        manifest = self.manifest(report, counts["portrait"])
        published = publish(self.home, manifest, {"portrait": portrait, "rows": rows})
        self.tell(watch.step("publish", counts["portrait"]))
        clean(self.home)
        return published

    def stage(self, feed_dir: Path) -> tuple[CheckReport, Terms]:
        """Check the feed and leave its good rows, and what is known of all the bank, in `staged.duckdb`."""
        watch = Stopwatch()
        with connect(self.folder, self.settings.build_memory, self.settings.build_threads) as con:
            con.execute(f"attach '{quoted(self.folder / 'staged.duckdb')}' as staged")
            con.execute("use staged")
            served = read_served(self.home)
            report = check_feed(con, feed_dir, previous=served, today=self.bank_date(feed_dir))
            self.tell(watch.step("check_feed", sum(report.counts.values())))
            refuse_stopped(report)
            watch = Stopwatch()
            told = read_faces(self.settings.home, self.settings.desk_address(), report.feed.business_date)
            self.tell(watch.step("desk_face", add_faces(con, told)))
            asked = terms(report.feed, self.catalog, self.settings.hashing_key())
            for name in BANK_MARTS:
                watch = Stopwatch()
                query = queries.load(f"marts/{name}")
                made = con.execute(
                    f"create table {name} as {query.sql}", query.pick(dict(asked.values))
                ).fetchone()
                self.tell(watch.step(name, made[0] if made else 0))
            raise_flags(con, asked, self.tell)
            watch = Stopwatch()
            self.tell(watch.step("sign_reading", write_readings(con)))
            watch = Stopwatch()
            month = f"{report.feed.business_date:%Y-%m}"
            self.tell(watch.step("month_before", read_month_before(con, self.home, month)))
            watch = Stopwatch()
            self.tell(watch.step("segment_before", read_segment_before(con, self.home, month)))
            watch = Stopwatch()
            on = report.feed.business_date
            self.tell(watch.step("card_before", read_cards_before(con, self.home, served, on)))
        return report, asked

    def bank_date(self, feed_dir: Path) -> date:
        """The wall clock's date where the bank is."""
        return self.now.astimezone(ZoneInfo(read_feed_info(feed_dir).timezone)).date()

    def shards(self, asked: Terms) -> list[Shard]:
        count = self.settings.shards
        threads = self.settings.build_threads or os.cpu_count() or 1
        return [
            Shard(
                self.folder,
                number,
                count,
                shared(self.settings.build_memory, count),
                max(1, threads // count),
                asked,
            )
            for number in range(count)
        ]

    def build_shards(self, shards: Sequence[Shard]) -> dict[str, int]:
        """Run every shard, a single one in this process; rows by table over all of them."""
        if len(shards) == 1:
            steps = run_shard(shards[0], self.tell)
        else:
            steps = []
            with ProcessPoolExecutor(len(shards), mp_context=get_context("spawn")) as pool:
                for part in pool.map(run_alone, shards):
                    for step in part:
                        self.tell(step)
                    steps += part
        counts: dict[str, int] = {}
        for step in steps:
            counts[step.name] = counts.get(step.name, 0) + step.rows
        return counts

    def tell(self, step: Step) -> None:
        for spent, seconds in ((self.seconds, step.seconds), (self.cpu_seconds, step.cpu_seconds)):
            spent[step.name] = round(spent.get(step.name, 0.0) + seconds, 3)
        self.on_step(step)

    def manifest(self, report: CheckReport, customers: int) -> Manifest:
        feed = report.feed
        return Manifest(
            version=next_version(self.home, f"{feed.business_date:%Y%m%d}"),
            business_date=feed.business_date,
            built_at=self.now,
            schema_version=SCHEMA_VERSION,
            duckdb_version=duckdb.__version__,
            catalog=self.catalog.fingerprint,
            bank=feed.bank,
            currency=feed.currency,
            timezone=feed.timezone,
            country=feed.country,
            demo=feed.demo,
            clock=feed.clock,
            consent_default=feed.consent_default,
            counts=dict(report.counts),
            count_customers=customers,
            count_set_aside=report.count_set_aside,
            not_supplied=tuple(report.not_supplied),
            checks=tuple(check.as_json() for check in report.checks),
            options={"max_set_aside": feed.max_set_aside, "accept_counts": feed.accept_counts},
            files={},
            seconds=self.seconds,
            cpu_seconds=self.cpu_seconds,
        )


def refuse_stopped(report: CheckReport) -> None:
    """FeedError naming the checks that stop this feed."""
    stops = [check for check in report.checks if check.severity == "stop"]
    if stops:
        named = ", ".join(sorted({f"{check.code} in {check.table}" for check in stops}))
        raise FeedError(
            "feed_stopped",
            f"The feed was stopped by {len(stops)} checks: {named}.",
            "Run lobby check-feed on it; the portrait of the day before keeps serving.",
            count=len(stops),
            checks=[check.as_json() for check in report.checks],
        )


def write_readings(con: duckdb.DuckDBPyConnection) -> int:
    """How each sign that occurs in a name is read, and the surnames with a reading of their own."""
    found = con.execute("select distinct unnest(string_split(name, '')) from customer where name is not null")
    signs = sign_readings(row[0] for row in found.fetchall())
    con.execute(
        "create table sign_reading "
        "(sign varchar, plain varchar, reading varchar, initial varchar, is_letter boolean)"
    )
    con.execute("create table surname_reading (surname varchar, reading varchar, initials varchar)")
    columns = [list(column) for column in zip(*signs, strict=True)] or [[]] * 5
    con.execute("insert into sign_reading select " + ", ".join(["unnest(?)"] * 5), columns)
    columns = [list(column) for column in zip(*surname_readings(), strict=True)]
    con.execute("insert into surname_reading select " + ", ".join(["unnest(?)"] * 3), columns)
    return len(signs)


def shared(memory: str, count: int) -> str:
    """`memory` divided among `count` processes, as DuckDB writes it: `512MB`, `4GB`, `1.5 GiB`."""
    number = memory.rstrip("BKMGTiabytes ").strip()
    unit = memory[len(number) :].strip()
    try:
        return f"{float(number) / count:.3f}{unit}"
    except ValueError as error:
        raise BuildError(
            "build_memory", f"The memory limit '{memory}' cannot be read.", "Write it like 512MB or 4GB."
        ) from error
