"""PostgreSQL by asyncpg: a pooled connection per unit of work."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from quarterdeck.infra.database.failures import translated
from quarterdeck.infra.database.session import Dialect, Parameters, Session
from quarterdeck.infra.metrics import DATABASE_QUERIES


class PostgresDatabase:
    """One PostgreSQL database with a bounded pool."""

    dialect: Dialect = "postgresql"

    def __init__(self, url: str, *, pool_size: int, max_overflow: int, timeout: float, echo: bool) -> None:
        milliseconds = str(int(timeout * 1000))
        self._engine = create_async_engine(
            url,
            echo=echo,
            hide_parameters=True,
            pool_size=pool_size,
            max_overflow=max_overflow,
            pool_timeout=timeout,
            pool_pre_ping=True,
            connect_args={
                "timeout": timeout,
                "server_settings": {
                    "lock_timeout": milliseconds,
                    "statement_timeout": str(int(timeout * 4000)),
                    "idle_in_transaction_session_timeout": "60000",
                    "timezone": "UTC",
                },
            },
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        with translated():
            connection = await self._engine.connect()
        try:
            yield _PostgresSession(await connection.execution_options(isolation_level="AUTOCOMMIT"))
        finally:
            await connection.close()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        with translated():
            connection = await self._engine.connect()
        session = _PostgresSession(connection)
        try:
            yield session
            await session.complete()
            with translated():
                await connection.commit()
        finally:
            await connection.close()
        session.committed()

    def version(self) -> int | None:
        return None

    async def run_sync(self, work: Callable[[Connection], None]) -> None:
        """Run `work` in one transaction; for migrations and tests."""
        with translated():
            async with self._engine.begin() as connection:
                await connection.run_sync(work)

    async def close(self) -> None:
        await self._engine.dispose()


class _PostgresSession(Session):
    dialect: Dialect = "postgresql"

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__()
        self._connection = connection

    async def rows(self, statement: Executable, parameters: Parameters = None) -> Sequence[Row[Any]]:
        DATABASE_QUERIES.inc()
        with translated():
            return (await self._connection.execute(statement, parameters)).all()

    async def run(self, statement: Executable, parameters: Parameters = None) -> int:
        DATABASE_QUERIES.inc()
        with translated():
            return (await self._connection.execute(statement, parameters)).rowcount
