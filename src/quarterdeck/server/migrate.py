"""Bring the metadata database to this version's tables."""

from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from quarterdeck.infra.database import Database
from quarterdeck.kit.late import load_late


def migrations_folder() -> Path:
    """Beside the package when installed from a wheel, in the repository otherwise."""
    packaged = Path(str(files("quarterdeck"))) / "migrations"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "migrations"


def newest_version() -> str:
    """The number of the last migration; their files are named `NNNN_what_it_does.py`."""
    return max(path.name[:4] for path in (migrations_folder() / "versions").glob("[0-9]*.py"))


async def migrate(database: Database) -> None:
    """Upgrade, if need be, in one transaction: it happens wholly or not at all."""
    await database.run_sync(_upgrade_if_old)


def _upgrade_if_old(connection: Connection) -> None:
    if _present_version(connection) != newest_version():
        load_late("quarterdeck.server.upgrade").upgrade(connection, str(migrations_folder()))


def _present_version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
