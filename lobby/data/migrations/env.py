"""How Alembic runs: on the connection, and inside the transaction, that opened the desk store."""

from alembic import context

import lobby.data.desk_schema_audit
import lobby.data.desk_schema_branch
import lobby.data.desk_schema_campaign
import lobby.data.desk_schema_customer
import lobby.data.desk_schema_leads
import lobby.data.desk_schema_lobby
import lobby.data.desk_schema_rights
import lobby.data.desk_schema_trust  # noqa: F401 all tables stand in one metadata
from lobby.data.desk_schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
