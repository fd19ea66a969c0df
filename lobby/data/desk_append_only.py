"""The audit is append-only in the database itself: whoever changes or deletes a row is refused by it.

Only what a checkpoint says was pruned may go, and never what is younger than 180 days.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from lobby.domain.audit_chain import KEPT_DAYS

REFUSED = "the audit is append-only"
PRUNED = "coalesce((select max(through_sequence) from audit_checkpoint where kind = 'pruned'), 0)"
REFUSE = f"begin select raise(abort, '{REFUSED}'); end"
YOUNG = f"old.happened_at > datetime('now', '-{KEPT_DAYS} days')"
TWICE = "exists (select 1 from audit where sequence = new.sequence)"
IN_FILE = {
    "audit_no_change": f"before update on audit {REFUSE}",
    "audit_no_replacing": f"before insert on audit when {TWICE} {REFUSE}",
    "audit_no_removal": f"before delete on audit when old.sequence > {PRUNED} or {YOUNG} {REFUSE}",
    "audit_checkpoint_no_change": f"before update on audit_checkpoint {REFUSE}",
    "audit_checkpoint_no_removal": f"before delete on audit_checkpoint {REFUSE}",
}
ON_SERVER_FUNCTION = f"""
create or replace function audit_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and tg_table_name = 'audit' then
        if old.sequence <= {PRUNED}
            and old.happened_at <= (now() at time zone 'utc') - interval '{KEPT_DAYS} days' then
            return old;
        end if;
    end if;
    raise exception '{REFUSED}';
end $$
"""
ON_SERVER = {
    f"{table}_{name}": f"{when} on {table} for each {of} execute function audit_append_only()"
    for table in ("audit", "audit_checkpoint")
    for name, when, of in (
        ("kept", "before update or delete", "row"),
        ("not_emptied", "before truncate", "statement"),
    )
}


def guard(connection: Connection) -> None:
    """Let the database refuse every change of the audit from now on."""
    if connection.dialect.name == "sqlite":
        triggers = IN_FILE
    else:
        connection.exec_driver_sql(ON_SERVER_FUNCTION)
        triggers = ON_SERVER
    for name, rule in triggers.items():
        connection.exec_driver_sql(f"create trigger {name} {rule}")


@contextmanager
def replaced(connection: Connection) -> Iterator[None]:
    """For the one moment in which a backup is put in the place of everything, inside its transaction."""
    is_file = connection.dialect.name == "sqlite"
    for name in IN_FILE if is_file else ON_SERVER:
        of = "" if is_file else f" on {table_of(name)}"
        connection.exec_driver_sql(f"drop trigger {name}{of}")
    yield
    guard(connection)


def table_of(name: str) -> str:
    """The table of a trigger on a server."""
    return "audit_checkpoint" if name.startswith("audit_checkpoint") else "audit"
