"""What the checks of a feed found: counts and places, never a customer's data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lobby.data.feed.codes import BY_CODE, Severity
from lobby.data.feed.info import FeedInfo

EXAMPLES = 3


@dataclass(frozen=True)
class Place:
    """Where in the feed: a file and, 1-based, the row of data in it (the header does not count)."""

    file: str
    row: int | None = None


@dataclass(frozen=True)
class Check:
    """One check that found something in one table, and in one column where it concerns one."""

    code: str
    table: str
    count: int
    column: str | None = None
    examples: tuple[Place, ...] = ()
    detail: str = ""

    @property
    def severity(self) -> Severity:
        """What the check does to the feed."""
        return BY_CODE[self.code].severity

    def as_json(self) -> dict[str, Any]:
        """The check as JSON values: `code`, `severity`, `table`, `column`, `count`, `examples`, `detail`."""
        return {
            "code": self.code,
            "severity": self.severity,
            "table": self.table,
            "column": self.column,
            "count": self.count,
            "examples": [
                {"file": place.file} | ({} if place.row is None else {"row": place.row})
                for place in self.examples
            ],
            "detail": self.detail,
        }


@dataclass(frozen=True)
class CheckReport:
    """Everything found in one feed; `counts` are the rows loaded of each table that was supplied."""

    feed: FeedInfo
    checks: tuple[Check, ...]
    counts: Mapping[str, int]
    not_supplied: tuple[str, ...]
    count_set_aside: int

    @property
    def options(self) -> dict[str, object]:
        """The options the feed was taken with."""
        feed = self.feed
        return {
            "consent_default": feed.consent_default,
            "clock": feed.clock,
            "max_set_aside": feed.max_set_aside,
            "accept_counts": feed.accept_counts,
        }

    @property
    def stopped(self) -> bool:
        """Whether this feed must not be published."""
        return any(check.severity == "stop" for check in self.checks)

    def as_json(self) -> dict[str, object]:
        """The report as JSON values."""
        return {
            "business_date": self.feed.business_date.isoformat(),
            "checks": [check.as_json() for check in self.checks],
            "counts": dict(self.counts),
            "not_supplied": list(self.not_supplied),
            "stopped": self.stopped,
        }


@dataclass
class Findings:
    """Collects checks while a feed is read."""

    checks: list[Check] = field(default_factory=list)

    def add(
        self,
        code: str,
        table: str,
        count: int = 1,
        *,
        column: str | None = None,
        examples: tuple[Place, ...] = (),
        detail: str = "",
    ) -> None:
        """Note that `code` was found `count` times; nothing is noted for a count of 0."""
        if count:
            self.checks.append(Check(code, table, count, column, examples, detail))
