"""Facts in PostgreSQL, schema `sei`; cut into hypertables where the server offers TimescaleDB."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from quarterdeck.infra.metrics import DATABASE_QUERIES
from quarterdeck.insights.facts.errors import FactsFull, FactsUnavailable
from quarterdeck.insights.facts.postgres_tables import create_tables
from quarterdeck.insights.facts.postgres_write import apply
from quarterdeck.insights.facts.writes import WriteBatch

_UNREACHABLE = (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.TooManyConnectionsError)


class PostgresEngine:
    """Runs statements on a bounded pool of connections; any number of processes may share the facts."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self.notice: str | None = None
        self._pool = pool

    @classmethod
    async def open(cls, url: str, pool_size: int = 10, seconds: float = 5.0) -> "PostgresEngine":
        with_defaults = {"search_path": "sei, public", "timezone": "UTC", "jit": "off"}
        try:
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=pool_size,
                timeout=seconds,
                command_timeout=seconds * 4,
                server_settings=with_defaults,
            )
        except _UNREACHABLE as error:
            raise FactsUnavailable(hint="Check TIMESCALE_URL and that the server runs") from error
        engine = cls(pool)
        async with engine._transaction() as connection:
            await create_tables(connection)
        return engine

    async def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        DATABASE_QUERIES.inc()
        try:
            return [tuple(record) for record in await self._pool.fetch(sql, *params)]
        except _UNREACHABLE as error:
            raise FactsUnavailable from error

    async def write(self, batch: WriteBatch) -> None:
        async with self._transaction() as connection:
            await apply(connection, batch)

    async def check(self) -> None:
        """Tell by an error that facts cannot be read."""
        await self.query("select 1")

    async def recreate(self) -> None:
        async with self._transaction() as connection:
            await create_tables(connection, afresh=True)

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Any]:
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                yield connection
        except asyncpg.DiskFullError as error:
            raise FactsFull from error
        except _UNREACHABLE as error:
            raise FactsUnavailable from error
