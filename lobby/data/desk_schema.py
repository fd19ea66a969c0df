"""The tables of the desk store, as SQLAlchemy Core; migrations/ brings a file to them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
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
    Column("hash", String, nullable=False, server_default=""),
    Index("audit_by_staff", "staff_id", "happened_at"),
    Index("audit_by_customer", "customer_id", "happened_at"),
    Index("audit_by_device", "device", "happened_at"),
    Index("audit_by_branch", "branch_id", "happened_at"),
    Index("audit_by_action", "action", "happened_at"),
    Index("audit_by_time", "happened_at"),
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
    Column("arrival_id", String),
    Index("visit_by_staff", "staff_id", "device", "opened_at"),
)

visit_end = Table(
    "visit_end",
    metadata,
    Column("visit_id", String, primary_key=True),
    Column("ended_at", UtcTime, nullable=False),
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

risk_case = Table(
    "risk_case",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("flag_code", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("flag", JSON, nullable=False),
    Index("risk_case_by_subject", "flag_code", "subject"),
)

risk_case_customer = Table(
    "risk_case_customer",
    metadata,
    Column("case_id", String, ForeignKey("risk_case.case_id"), primary_key=True),
    Column("customer_id", String, primary_key=True),
    Index("risk_case_by_customer", "customer_id"),
)

risk_step = Table(
    "risk_step",
    metadata,
    Column("case_id", String, ForeignKey("risk_case.case_id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("state", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("happened_at", UtcTime, nullable=False),
    Column("note", String, nullable=False),
    Column("rests_on_staff_id", String),
    CheckConstraint(
        "state <> 'hold_asked' or (rests_on_staff_id is not null and rests_on_staff_id <> staff_id)",
        name="risk_step_second_person",
    ),
)

scenario_switch = Table(
    "scenario_switch",
    metadata,
    Column("scenario_code", String, primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("switched_at", UtcTime, nullable=False),
)

lesson = Table(
    "lesson",
    metadata,
    Column("customer_id", String, primary_key=True),
    Column("item", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("is_taught", Boolean, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("branch_id", String),
    Column("visit_id", String),
    Column("taught_at", UtcTime, nullable=False),
    Index("lesson_by_branch", "branch_id", "taught_at"),
)

report = Table(
    "report",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("reported_at", UtcTime, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("branch_id", String),
    Column("customer_id", String, nullable=False),
    Column("visit_id", String, nullable=False),
    Column("figure", String, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("note", String),
    Column("handled_at", UtcTime),
    Column("handled_by", String),
    Index("report_by_state", "handled_at", "branch_id", "reported_at"),
)

outcome = Table(
    "outcome",
    metadata,
    Column("outcome_id", String, primary_key=True),
    Column("visit_id", String, nullable=False),
    Column("decision_id", String),
    Column("customer_id", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("branch_id", String),
    Column("device", String, nullable=False),
    Column("subject_kind", String, nullable=False),
    Column("subject_code", String, nullable=False),
    Column("result", String, nullable=False),
    Column("next_on", Date),
    Column("reasons", JSON, nullable=False),
    Column("chips", JSON, nullable=False),
    Column("note", String),
    Column("happened_at", UtcTime, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("is_late", Boolean, nullable=False),
    Index("outcome_by_customer", "customer_id", "happened_at"),
    Index("outcome_by_staff", "staff_id", "recorded_at"),
    Index("outcome_by_branch", "branch_id", "recorded_at"),
    Index("outcome_by_subject", "subject_kind", "subject_code", "branch_id", "happened_at"),
)

outcome_addition = Table(
    "outcome_addition",
    metadata,
    Column("outcome_id", String, ForeignKey("outcome.outcome_id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("reasons", JSON, nullable=False),
    Column("chips", JSON, nullable=False),
    Column("note", String),
    Column("written_at", UtcTime, nullable=False),
)

outcome_void = Table(
    "outcome_void",
    metadata,
    Column("outcome_id", String, ForeignKey("outcome.outcome_id"), primary_key=True),
    Column("kind", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("reason", String),
    Column("voided_at", UtcTime, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("staff_id", String, primary_key=True),
    Column("device", String, primary_key=True),
    Column("customer_id", String, primary_key=True),
    Column("content", JSON, nullable=False),
    Column("written_at", UtcTime, nullable=False),
    Column("version", Integer, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("decision_id", String, primary_key=True),
    Column("visit_id", String, nullable=False),
    Column("customer_id", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("branch_id", String),
    Column("made_at", UtcTime, nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("inputs_hash", String, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("shown", JSON, nullable=False),
    Column("withheld", JSON, nullable=False),
    Index("decision_by_visit", "visit_id", "inputs_hash", unique=True),
    Index("decision_by_customer", "customer_id", "made_at"),
)

offer = Table(
    "offer",
    metadata,
    Column("decision_id", String, ForeignKey("decision.decision_id"), primary_key=True),
    Column("product_code", String, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("is_control", Boolean, nullable=False),
    Column("card", String),
    Column("triggers", JSON, nullable=False),
    Column("segment", String, nullable=False),
    Column("customer_id", String, nullable=False),
    Column("branch_id", String),
    Column("offered_on", Date, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Index("offer_by_day", "offered_on", "branch_id"),
)
