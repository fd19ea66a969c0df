"""The tables of the desk store, as SQLAlchemy Core; migrations/ brings a file to them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept as a plain timestamp in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

audit = Table(
    "audit",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("happened_at", UtcTime, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("role", String, nullable=False),
    Column("branch_id", String),
    Column("device", String, nullable=False),
    Column("os_user", String),
    Column("action", String, nullable=False),
    Column("result", String, nullable=False),
    Column("customer_id", String),
    Column("visit_id", String),
    Column("reason", String),
    Column("details", JSON, nullable=False),
    Index("audit_by_staff", "staff_id", "device", "happened_at"),
    Index("audit_by_customer", "customer_id", "happened_at"),
    Index("audit_by_visit", "visit_id", "action"),
    sqlite_autoincrement=True,
)

visit = Table(
    "visit",
    metadata,
    Column("visit_id", String, primary_key=True),
    Column("staff_id", String, nullable=False),
    Column("device", String, nullable=False),
    Column("customer_id", String, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Index("visit_by_staff", "staff_id", "device", "opened_at"),
)

staff = Table(
    "staff",
    metadata,
    Column("staff_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("branch_id", String),
    Column("qualifications", JSON, nullable=False),
    Column("login", String, unique=True),
    Column("is_active", Boolean, nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

preference = Table(
    "preference",
    metadata,
    Column("staff_id", String, primary_key=True),
    Column("language", String, nullable=False),
)
