"""Which database this server uses."""

from pathlib import Path

from sqlalchemy import make_url

from quarterdeck.infra.database.postgres import PostgresDatabase
from quarterdeck.infra.database.sqlite import SqliteDatabase
from quarterdeck.infra.settings import Settings

Database = SqliteDatabase | PostgresDatabase


def open_database(settings: Settings) -> Database:
    """Connect to the database that the settings name; close it with `close()`."""
    url, wanted = settings.database_url, settings.database
    if url.startswith("sqlite"):
        path = Path(make_url(url).database or "")
        return SqliteDatabase(path, wanted.database_timeout, echo=wanted.sqlalchemy_echo)
    return PostgresDatabase(
        url,
        pool_size=wanted.database_pool_size,
        max_overflow=wanted.database_max_overflow,
        timeout=wanted.database_timeout,
        echo=wanted.sqlalchemy_echo,
    )
