"""Databases with every table, copied from one that was migrated once: migrating takes a hundred times as long."""

import sqlite3
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, make_url

import quarterdeck.server.tables  # noqa: F401 - makes `metadata` whole
from quarterdeck.infra.settings import Settings
from quarterdeck.server.migrate import migrations_folder
from quarterdeck.server.upgrade import upgrade


@cache
def migrated_file() -> bytes:
    """The bytes of an SQLite database as a server finds it that was started before and never used."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "template.db")
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            upgrade(connection, str(migrations_folder()))
        engine.dispose()
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA journal_mode=WAL")
        database.close()
        return path.read_bytes()


def lay_tables(settings: Settings) -> None:
    """Put a migrated database where these settings look for it; a PostgreSQL of the tests has its tables already."""
    if settings.database_url.startswith("sqlite"):
        lay_file(Path(make_url(settings.database_url).database or ""))


def lay_file(path: Path) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_bytes(migrated_file())
