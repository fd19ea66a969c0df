"""A feed checked on its own: nothing is built, nothing is left behind."""

import tempfile
from datetime import date
from pathlib import Path

from lobby.data.build_shard import connect
from lobby.data.feed.checking import AcceptedFeed, check_feed
from lobby.data.feed.info import read_feed_info
from lobby.data.feed.report import CheckReport
from lobby.data.home import Home
from lobby.data.manifest import read_served
from lobby.data.settings import Settings


def try_feed(feed_dir: Path, settings: Settings, *, today: date) -> CheckReport:
    """The report that a build of this feed would begin with; FeedError when feed.toml cannot be read."""
    previous = served(feed_dir, settings)
    with (
        tempfile.TemporaryDirectory(prefix="lobby-check-") as folder,
        connect(Path(folder), settings.build_memory, settings.build_threads) as con,
    ):
        con.execute(f"attach '{folder}/check.duckdb' as trial")
        con.execute("use trial")
        return check_feed(con, feed_dir, previous=previous, today=today)


def served(feed_dir: Path, settings: Settings) -> AcceptedFeed | None:
    """The same bank's feed behind the portrait being served; another bank's is nothing to compare with."""
    manifest = read_served(Home(settings.home))
    return manifest if manifest is not None and manifest.bank == read_feed_info(feed_dir).bank else None
