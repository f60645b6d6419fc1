"""SQLite: reads inline on the event loop, writes on one writer thread.

A read takes microseconds, less than handing it to a thread; a write may wait for a lock or the disk, so it
never runs on the loop. `synchronous=FULL` makes an acknowledged write durable.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Executable, Row, StaticPool, create_engine, event

from quarterdeck.infra.database.failures import translated
from quarterdeck.infra.database.prepared import PreparedSelect
from quarterdeck.infra.database.session import Dialect, Parameters, Session
from quarterdeck.infra.metrics import DATABASE_QUERIES

Result = TypeVar("Result")

OPERATIONS_BETWEEN_CHECKS = 20_000


class SqliteDatabase:
    """One SQLite file, read and written by this process and, with care, by its sibling processes."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path, timeout: float, *, echo: bool) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        self._timeout = timeout
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")
        self._write_turn = asyncio.Lock()
        self._writer = self._write_thread.submit(self._connect, path, echo).result()
        self._reader = self._connect(path, echo).execution_options(isolation_level="AUTOCOMMIT")
        self._deadline = 0.0
        raw: Any = self._reader.connection.dbapi_connection
        self._raw_reader = raw
        self._raw_reader.set_progress_handler(self._overdue, OPERATIONS_BETWEEN_CHECKS)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        yield _InlineSession(self)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        async with self._write_turn:
            session = _WriterSession(self)
            try:
                await self.on_writer(self._begin)
                yield session
                await session.complete()
                await self._commit(session)
            except BaseException:
                # Queued, not awaited: a cancelled task may not await, and the writer works in order.
                self._write_thread.submit(self._rollback)
                raise

    def read(self, statement: Executable, parameters: Parameters) -> Sequence[Row[Any]]:
        self._deadline = time.monotonic() + self._timeout
        return self._reader.execute(statement, parameters).all()

    def read_prepared(self, statement: PreparedSelect, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        self._deadline = time.monotonic() + self._timeout
        return statement.rows_by(self._raw_reader, parameters)

    def write(self, statement: Executable, parameters: Parameters) -> tuple[Sequence[Row[Any]], int]:
        result = self._writer.execute(statement, parameters)
        return (result.all(), result.rowcount) if result.returns_rows else ((), result.rowcount)

    async def on_writer(self, work: Callable[..., Result], *arguments: Any) -> Result:
        future: Future[Result] = self._write_thread.submit(work, *arguments)
        with translated():
            return await asyncio.wrap_future(future)

    def version(self) -> int | None:
        found: int = self._raw_reader.execute("PRAGMA data_version").fetchone()[0]
        return found

    async def run_sync(self, work: Callable[[Connection], None]) -> None:
        """Run `work` on the writer in one transaction; for migrations and tests."""
        async with self.writing():
            await self.on_writer(work, self._writer)

    async def close(self) -> None:
        await self.on_writer(self._close)
        self._write_thread.shutdown()
        self._reader.close()
        self._reader.engine.dispose()

    def _close(self) -> None:
        self._writer.close()
        self._writer.engine.dispose()

    def _begin(self) -> None:
        self._rollback()  # that of a failed unit of work ran before us, and may have failed itself
        self._writer.begin()

    async def _commit(self, session: Session) -> None:
        """Commit, and tell those who asked even when this task is cancelled while the disk is at work."""
        commit = asyncio.ensure_future(self.on_writer(self._writer.commit))

        def tell(done: "asyncio.Future[None]") -> None:
            if not done.cancelled() and done.exception() is None:
                session.committed()

        commit.add_done_callback(tell)
        await asyncio.shield(commit)

    def _rollback(self) -> None:
        self._writer.rollback()
        raw = self._writer.connection.dbapi_connection
        if raw is not None and raw.in_transaction:  # SQLAlchemy holds a transaction whose commit failed for ended
            raw.rollback()

    def _connect(self, path: Path, echo: bool) -> Connection:
        engine = create_engine(
            f"sqlite:///{path}",
            echo=echo,
            hide_parameters=True,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False, "timeout": self._timeout, "cached_statements": 512},
        )
        _prepare(engine)
        return engine.connect()

    def _overdue(self) -> bool:
        return time.monotonic() > self._deadline


class _InlineSession(Session):
    dialect: Dialect = "sqlite"

    def __init__(self, database: SqliteDatabase) -> None:
        super().__init__()
        self._database = database

    async def rows(self, statement: Executable, parameters: Parameters = None) -> Sequence[Row[Any]]:
        DATABASE_QUERIES.inc()
        with translated():
            return self._database.read(statement, parameters)

    async def prepared(self, statement: PreparedSelect, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        DATABASE_QUERIES.inc()
        with translated():
            return self._database.read_prepared(statement, parameters)

    async def run(self, statement: Executable, parameters: Parameters = None) -> int:  # noqa: ARG002 - refuses
        raise RuntimeError("this unit of work only reads; ask for a writing one")


class _WriterSession(Session):
    dialect: Dialect = "sqlite"

    def __init__(self, database: SqliteDatabase) -> None:
        super().__init__()
        self._database = database

    async def rows(self, statement: Executable, parameters: Parameters = None) -> Sequence[Row[Any]]:
        DATABASE_QUERIES.inc()
        found, _ = await self._database.on_writer(self._database.write, statement, parameters)
        return found

    async def run(self, statement: Executable, parameters: Parameters = None) -> int:
        DATABASE_QUERIES.inc()
        _, touched = await self._database.on_writer(self._database.write, statement, parameters)
        return touched


def _prepare(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "trusted_schema=OFF",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
