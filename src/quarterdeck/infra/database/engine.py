"""Which database this server uses."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, make_url

from quarterdeck.infra.database.session import Dialect, Session
from quarterdeck.infra.database.sqlite import SqliteDatabase
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.late import load_late


class Database(Protocol):
    """The metadata database, whichever it is. Each unit of work is one transaction."""

    dialect: Dialect

    def reading(self) -> AbstractAsyncContextManager[Session]:
        """A session that only reads; each statement sees what is committed by then."""

    def writing(self) -> AbstractAsyncContextManager[Session]:
        """A session whose writes are durable when the block ends, and gone when it fails."""

    def version(self) -> int | None:
        """A number that changes whenever anybody has written, or `None` where that cannot be told at no cost."""

    async def run_sync(self, work: Callable[[Connection], None]) -> None:
        """Run `work` in one transaction; for migrations and tests."""

    async def close(self) -> None:
        """Let go of every connection."""


def open_database(settings: Settings) -> Database:
    """Connect to the database that the settings name; close it with `close()`."""
    url, wanted = settings.database_url, settings.database
    if url.startswith("sqlite"):
        path = Path(make_url(url).database or "")
        return SqliteDatabase(path, wanted.database_timeout, echo=wanted.sqlalchemy_echo)
    # Loaded only when it is used: the driver and SQLAlchemy's asyncio side cost 10 MB and a tenth of a second.
    opened: Database = load_late("quarterdeck.infra.database.postgres").PostgresDatabase(
        url,
        pool_size=wanted.database_pool_size,
        max_overflow=wanted.database_max_overflow,
        timeout=wanted.database_timeout,
        echo=wanted.sqlalchemy_echo,
    )
    return opened
