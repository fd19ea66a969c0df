"""The data page: how fresh the figures are, and what the feed's checks found."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from lobby.data.desk import Happening
from lobby.data.feed.contract import BY_NAME, Column
from lobby.data.home import Home
from lobby.domain.masking import mask_card, mask_email, mask_id_number, mask_name, mask_phone
from lobby.domain.scope import reason_as_kept
from lobby.domain.viewer import Viewer
from lobby.services.data_views import FeedCheck, Freshness, SetAside
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources

AT_MOST = 200
HIDDEN = "****"
MASKS: Mapping[str, Callable[[str], str | None]] = {  # of personal columns those whose form is known
    "name": mask_name,
    "phone": mask_phone,
    "id_number": mask_id_number,
    "counterparty_name": mask_name,
    "counterparty_account": mask_card,
    "login": mask_email,
}
SEVERITIES = ("stop", "set_aside", "to_null", "warn")


def freshness(sources: Sources, now: datetime) -> Freshness:
    """What is being served, how old it is, and what the last build came to."""
    manifest = sources.portraits.manifest
    age_days = (now.date() - manifest.business_date).days
    last_build = read_last_build(Home(sources.settings.home))
    policy = sources.catalog.policy
    return Freshness(
        version=manifest.version,
        business_date=manifest.business_date,
        built_at=manifest.built_at,
        age_days=age_days,
        is_stale=age_days > policy.stale_warn_days,
        is_blocked=policy.stale_block_days is not None and age_days > policy.stale_block_days,
        last_build=last_build.get("state"),
        last_build_code=last_build.get("code"),
        bank=manifest.bank,
        is_demo=manifest.demo,
        clock=manifest.clock,
        consent_default=manifest.consent_default,
        counts=manifest.counts,
        count_customers=manifest.count_customers,
        count_set_aside=manifest.count_set_aside,
        not_supplied=manifest.not_supplied,
        minimums_in=None if policy.currency == manifest.currency else policy.currency,
    )


def read_last_build(home: Home) -> Mapping[str, Any]:
    try:
        told = json.loads(home.last_build.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def feed_checks(sources: Sources) -> tuple[FeedCheck, ...]:
    """What the checks found in the feed being served, the gravest first."""
    found = [
        FeedCheck(
            code=check["code"],
            severity=check["severity"],
            table=check["table"],
            column=check["column"],
            count=check["count"],
            examples=tuple(place(example) for example in check["examples"]),
            detail=check["detail"],
        )
        for check in sources.portraits.manifest.checks
    ]
    return tuple(
        sorted(
            found, key=lambda check: (gravity(check.severity), check.table, check.code, check.column or "")
        )
    )


def place(example: Mapping[str, Any]) -> str:
    return f"{example['file']}:{example['row']}" if "row" in example else str(example["file"])


def gravity(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


@for_viewer
def rows_set_aside(
    sources: Sources,
    viewer: Viewer,
    table: str | None = None,
    code: str | None = None,
    column: str | None = None,
    reason: str | None = None,
) -> tuple[SetAside, ...]:
    """The first 200 rows set aside, personal values masked; looking at them is in the audit first."""
    details, why = {"table": table, "code": code}, reason_as_kept(reason)
    sources.desk.record(Happening(viewer, "set_aside", reason=why, details=details))
    rows = sources.portraits.rows(
        "data_set_aside", table_name=table, code=code, column_name=column, at_most=AT_MOST
    )
    return tuple(
        SetAside(
            table=row["table_name"],
            code=row["code"],
            column=row["column_name"],
            place=place({"file": row["source_file"], "row": row["source_row"]}),
            values=values_of(row),
        )
        for row in rows
    )


def values_of(row: Mapping[str, Any]) -> dict[str, str]:
    """The values of one row; a line that could not be split into columns is hidden as a whole."""
    if row["code"] == "line_malformed":
        return {"line": HIDDEN}
    return without_personal_data(row["table_name"], json.loads(row["record"]))


def without_personal_data(table: str, record: Mapping[str, Any]) -> dict[str, str]:
    """The values that are given; what is personal in its masked form, stars for any other and by hand."""
    columns = {column.name: column for column in BY_NAME[table].columns}
    return {
        name: masked(name, str(value)) if is_private(columns.get(name)) else str(value)
        for name, value in record.items()
        if value is not None
    }


def masked(column: str, value: str) -> str:
    """A private value as it may be shown; of a column without a form of its own nothing."""
    return (MASKS[column](value) if column in MASKS else None) or HIDDEN


def is_private(column: Column | None) -> bool:
    is_named = column is None or column.personal or column.sensitive or column.name == "login"
    return is_named or (column is not None and column.is_free_text)
