"""Bring the metadata database to this version's tables, one process at a time."""

from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from quarterdeck.infra.database import Database

MIGRATION_LOCK = 7_313_021  # any number, the same in every process of this product


def migrations_folder() -> Path:
    """Beside the package when installed from a wheel, in the repository otherwise."""
    packaged = Path(str(files("quarterdeck"))) / "migrations"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "migrations"


async def migrate(database: Database) -> None:
    """Upgrade in one transaction: it happens wholly or not at all."""
    await database.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
