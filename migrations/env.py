"""Alembic's way in: the server (or a test) hands over an open connection in a transaction."""

from alembic import context

import quarterdeck.server.tables  # noqa: F401 - every table must be known to compare
from quarterdeck.infra.database import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    user_module_prefix="types.",
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
