"""Facts in one DuckDB file, owned by this process.

A second process cannot open the file, and two writing threads of one process collide; so one thread writes
and takes all that waits as one transaction, while a few threads read, each on a cursor of its own.
"""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from quarterdeck.infra.metrics import DATABASE_QUERIES
from quarterdeck.insights.facts.duck_file import create_tables, open_file
from quarterdeck.insights.facts.duck_write import apply
from quarterdeck.insights.facts.errors import FactsUnavailable
from quarterdeck.insights.facts.writes import WriteBatch

READERS = 4
MOST_WAITING = 1_000
ROWS_PER_COMMIT = 200_000


@dataclass(frozen=True, slots=True)
class _Waiting:
    batch: WriteBatch
    done: asyncio.Future[None]


class DuckEngine:
    """Runs statements on one DuckDB file. Close it, or the file stays locked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, notice: str | None) -> None:
        self.notice = notice
        self._connection = connection
        self._own = threading.local()
        self._readers = ThreadPoolExecutor(READERS, "facts-read")
        self._writer = ThreadPoolExecutor(1, "facts-write")
        self._waiting: asyncio.Queue[_Waiting | None] = asyncio.Queue(MOST_WAITING)
        self._loop = asyncio.get_running_loop()
        self._writing = self._loop.create_task(self._write_all())

    @classmethod
    async def open(cls, path: Path, memory: str = "1GB") -> "DuckEngine":
        """Open or make the file; one that cannot be read is set aside and `notice` says so.

        Raises:
            FactsLocked: another process has it open.
        """
        connection, notice = await asyncio.to_thread(open_file, path, memory)
        return cls(connection, notice)

    async def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        DATABASE_QUERIES.inc()
        return await self._loop.run_in_executor(self._readers, self._fetch, sql, params)

    async def write(self, batch: WriteBatch) -> None:
        """Return once the batch is on disk."""
        if self._writing.done():
            raise FactsUnavailable
        waiting = _Waiting(batch, self._loop.create_future())
        await self._waiting.put(waiting)
        await waiting.done

    async def check(self) -> None:
        """Tell by an error that facts cannot be read."""
        await self.query("select 1")

    async def recreate(self) -> None:
        await self._loop.run_in_executor(self._writer, lambda: create_tables(self._connection, afresh=True))

    async def close(self) -> None:
        await self._waiting.put(None)
        await self._writing
        for pool in (self._writer, self._readers):
            await asyncio.to_thread(pool.shutdown)
        self._connection.close()

    def _fetch(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        if not hasattr(self._own, "cursor"):
            self._own.cursor = self._connection.cursor()
        rows: list[tuple[Any, ...]] = self._own.cursor.execute(sql, params).fetchall()
        return rows

    async def _write_all(self) -> None:
        while (first := await self._waiting.get()) is not None:
            group, last = self._gather(first)
            outcomes = await self._loop.run_in_executor(
                self._writer, apply, self._connection, [waiting.batch for waiting in group]
            )
            for waiting, failure in zip(group, outcomes, strict=True):
                _settle(waiting.done, failure)
            if last:
                return

    def _gather(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        """Take what waits behind `first`, and tell whether the end was among it."""
        group, rows = [first], first.batch.size
        while rows < ROWS_PER_COMMIT and not self._waiting.empty():
            following = self._waiting.get_nowait()
            if following is None:
                return group, True
            group.append(following)
            rows += following.batch.size
        return group, False


def _settle(done: asyncio.Future[None], failure: Exception | None) -> None:
    if done.cancelled():
        return
    if failure is None:
        done.set_result(None)
    else:
        done.set_exception(failure)
