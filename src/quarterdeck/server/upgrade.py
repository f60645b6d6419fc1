"""Alembic at work. Loaded only when there is something to upgrade: it costs 8 MB and a tenth of a second."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

MIGRATION_LOCK = 7_313_021  # any number, the same in every process of this product


def upgrade(connection: Connection, folder: str) -> None:
    """Bring the tables to the newest version, one process at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", folder)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
